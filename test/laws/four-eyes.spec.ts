import fc from 'fast-check';
import { missingItems } from '#assessment/core/assessment/selectors.js';
import { isLive, stageDue } from '#assessment/core/assessment/state.js';
import { meeting } from '#assessment/core/assessment/testing/story.js';
import { PANEL_STAGES, type PanelStage } from '#moderation/core/panel/scope.js';
import { assessmentOf, type EntryAsked, type Happened, ModeratedWorld, ORGANISATIONS, PEOPLE } from './moderated-world.js';

/*
 * Four eyes, over random sequences of commands on assessments and on sittings: people rate, submit, decide alone and in sittings,
 * two sittings of a stage decide on many at once, members are recused and come back, attendance changes, and what was decided
 * on many is carried out late and in any order.
 */

type Step = (world: ModeratedWorld) => void;

const anyPerson = fc.constantFrom(...PEOPLE);
const anyOrganisation = fc.constantFrom(...ORGANISATIONS);
const anyStage = fc.constantFrom(...PANEL_STAGES);
const anyPick = fc.nat({ max: 1000 });
const anyLag = fc.constantFrom(0n, 0n, 0n, 0n, 1n, 2n);
const anyPresent = fc.subarray([...PEOPLE], { minLength: 1 });

const rateAll = (world: ModeratedWorld, organisation: string, actor: string): void => {
  const state = world.stateOf(organisation);
  if (!isLive(state)) return;
  const ratings = missingItems(state).map((item) => ({ item, rating: 'assured', reason: 'As discussed.' }));
  const all = ratings.length > 0 ? ratings : [{ item: 'domain-1', rating: 'not-assured', reason: 'On second thoughts.' }];
  world.ask(organisation, () => ({ type: 'propose-ratings', actor, ratings: all, judged: state.revision }));
};

const submit = (world: ModeratedWorld, organisation: string, actor: string): void => {
  world.ask(organisation, () => meeting());
  world.ask(organisation, ({ revision }) => ({ type: 'submit-for-moderation', actor, judged: revision }));
};

const dueIn = (world: ModeratedWorld, organisation: string): PanelStage | undefined => {
  const state = world.stateOf(organisation);
  return isLive(state) ? stageDue(state) : undefined;
};

const rating = fc.tuple(anyOrganisation, anyPerson).map(
  ([organisation, person]): Step =>
    (world) =>
      rateAll(world, organisation, person),
);
const submitting = fc.tuple(anyOrganisation, fc.constantFrom('ann', 'ann', 'bob')).map(
  ([organisation, person]): Step =>
    (world) =>
      submit(world, organisation, person),
);

const decidingAlone = fc
  .record({
    organisation: anyOrganisation,
    person: anyPerson,
    stage: fc.option(anyStage, { freq: 5 }),
    index: anyPick,
    lag: anyLag,
    inSitting: fc.boolean(),
    named: fc.option(anyPresent, { freq: 2 }),
  })
  .map(({ organisation, person, stage: drawn, index, lag, inSitting, named }): Step => (world) => {
    const stage = drawn ?? dueIn(world, organisation) ?? 'local';
    const panel = inSitting ? world.sittingOf(stage, index) : undefined;
    const decidedBy = named ?? undefined;
    world.ask(
      organisation,
      ({ revision }) => {
        const common = { actor: person, judged: revision - (revision > lag ? lag : 0n), decidedBy, reason: 'Alone' };
        if (stage === 'confirmation')
          return {
            ...common,
            type: 'confirm-ratings',
            outcome: index % 4 === 0 ? 'returned' : 'confirmed',
            committee: 'C',
            reference: 'R',
          };
        return { ...common, type: 'decide-stage', stage, outcome: index % 6 === 0 ? 'returned' : 'upheld' };
      },
      stage,
      panel,
    );
  });

const decidingTogether = fc
  .record({
    stage: fc.option(anyStage, { freq: 5 }),
    index: anyPick,
    organisations: fc.subarray([...ORGANISATIONS], { minLength: 1 }),
    lag: anyLag,
    named: fc.option(anyPresent, { freq: 2 }),
    person: anyPerson,
  })
  .map(({ stage: drawn, index, organisations, lag, named, person }): Step => (world) => {
    const stage = drawn ?? dueIn(world, organisations[0] ?? '11J') ?? 'local';
    const confirms = index % 5 === 0 ? 'returned' : 'confirmed';
    const decides = index % 6 === 0 ? 'returned' : index % 3 === 0 ? 'changed' : 'upheld';
    const outcome = stage === 'confirmation' ? confirms : decides;
    const changes = outcome === 'changed' ? [{ item: 'domain-1', rating: 'not-assured' }] : [];
    const entries = organisations.map((one): EntryAsked => ({ assessment: assessmentOf(one), outcome, changes, lag }));
    world.decideTogether(world.sittingOf(stage, index), person, stage, entries, named ?? undefined);
  });

const carryingOut = anyPick.map(
  (index): Step =>
    (world) =>
      world.carryOut(index),
);

const sitting = fc
  .record({ stage: anyStage, index: anyPick, person: anyPerson, organisation: anyOrganisation, present: anyPresent })
  .map(({ stage, index, person, organisation, present }): Step => (world) => {
    const panel = world.sittingOf(stage, index);
    const about = { person, reason: 'An interest.' };
    const commands = [
      { type: 'recuse-member', ...about, organisations: [organisation] },
      { type: 'lift-recusal', ...about, organisation },
      { type: 'record-attendance', present, apologies: [] },
    ];
    world.sit(panel, 'sue', commands[index % commands.length] ?? {});
  });

/** Whatever comes next when all goes well, by people who have judged nothing yet, so that ladders are climbed to their end. */
const onward = fc.tuple(anyOrganisation, anyPick, fc.boolean()).map(([organisation, index, together]): Step => (world) => {
  const stage = dueIn(world, organisation);
  if (stage === undefined) {
    rateAll(world, organisation, 'ann');
    return submit(world, organisation, 'ann');
  }
  const panel = world.sittingOf(stage, index);
  if (world.waiting > 2) return world.carryOut(index);
  const returned = stage === 'confirmation' && index % 3 === 0;
  const outcome = returned ? 'returned' : stage === 'confirmation' ? 'confirmed' : 'upheld';
  if (together)
    return world.decideTogether(panel, 'sue', stage, [{ assessment: assessmentOf(organisation), outcome, changes: [], lag: 0n }]);
  const common = { actor: 'sue', outcome, reason: 'Onward' };
  const asked =
    stage === 'confirmation'
      ? { ...common, type: 'confirm-ratings', committee: 'C', reference: 'R' }
      : { ...common, type: 'decide-stage', stage };
  world.ask(organisation, ({ revision }) => ({ ...asked, judged: revision }), stage, panel);
});

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: onward },
  { weight: 1, arbitrary: rating },
  { weight: 2, arbitrary: submitting },
  { weight: 4, arbitrary: decidingAlone },
  { weight: 5, arbitrary: decidingTogether },
  { weight: 5, arbitrary: carryingOut },
  { weight: 4, arbitrary: sitting },
);

const anyWorld = fc.array(anyStep, { minLength: 15, maxLength: 60 }).map((steps) => {
  const world = new ModeratedWorld();
  for (const step of steps) step(world);
  while (world.waiting > 0) world.carryOut(0);
  return world;
});
const law = (holds: (world: ModeratedWorld) => void): void =>
  fc.assert(fc.property(anyWorld, holds), { numRuns: 150, seed: 20150612 });

/** Who judged at which stage by an event; proposing and submitting is the assessor's. */
function judgements({ event }: Happened): readonly (readonly [person: string, stage: string])[] {
  switch (event.type) {
    case 'RatingProposed':
      return [[event.data.proposedBy, 'assessor']];
    case 'SubmittedForModeration':
      return [[event.data.submittedBy, 'assessor']];
    case 'StageDecided':
      return event.data.decidedBy.map((person) => [person, event.data.stage] as const);
    case 'RatingsConfirmed':
    case 'ConfirmationReturned':
      return event.data.decidedBy.map((person) => [person, 'confirmation'] as const);
    default:
      return [];
  }
}

const of = (world: ModeratedWorld, organisation: string): readonly Happened[] =>
  world.happened.filter(({ assessment }) => assessment === assessmentOf(organisation));
const isDecision = ({ event }: Happened): boolean =>
  event.type === 'StageDecided' || event.type === 'RatingsConfirmed' || event.type === 'ConfirmationReturned';
const batchOf = ({ event }: Happened): string | undefined => ('batch' in event.data ? event.data.batch : undefined);

describe('in every sequence of commands on assessments and sittings', () => {
  it('the laws below are about something', () => {
    const seen = new Set<string>();
    const refused = new Set<string>();
    law((world) => {
      for (const { event } of world.happened)
        seen.add(event.type === 'StageDecided' ? `${event.type} ${event.data.stage}` : event.type);
      for (const one of world.happened) if (batchOf(one) !== undefined) seen.add(`${one.event.type} of many`);
      for (const { type } of world.settled) seen.add(type);
      for (const rule of world.refusals) refused.add(rule);
    });
    for (const type of [
      ...['StageDecided local', 'StageDecided regional', 'StageDecided national', 'RatingsConfirmed', 'ConfirmationReturned'],
      ...['StageDecided of many', 'RatingsConfirmed of many', 'BatchEntryApplied', 'BatchEntryNotApplied'],
    ])
      expect([...seen]).toContain(type);
    for (const rule of ['four-eyes', 'recused-of-the-organisation', 'decision-being-applied', 'judged-revision-is-stale'])
      expect([...refused]).toContain(rule);
  });

  it('nobody judges an assessment at two stages, alone, in a sitting or among many', () => {
    law((world) => {
      for (const organisation of ORGANISATIONS) {
        const judged = new Map<string, string>();
        for (const [person, stage] of of(world, organisation).flatMap(judgements)) {
          expect([person, judged.get(person) ?? stage]).toEqual([person, stage]);
          judged.set(person, stage);
        }
      }
    });
  });

  it('nobody decides on an organisation of which a panel of the stage has recused them', () => {
    law((world) => {
      for (const one of world.happened.filter(isDecision))
        for (const [person] of judgements(one)) expect(one.recused).not.toContain(person);
    });
  });

  it('each stage decides once in each round, however many sittings decide at once', () => {
    law((world) => {
      for (const organisation of ORGANISATIONS) {
        let decided = new Set<string>();
        for (const { event } of of(world, organisation)) {
          if (event.type === 'SubmittedForModeration') decided = new Set();
          if (event.type !== 'StageDecided') continue;
          expect([...decided]).not.toContain(event.data.stage);
          decided.add(event.data.stage);
        }
      }
    });
  });

  it('each entry of a decision on many is applied once or refused once, and only what is applied stands in the assessment', () => {
    law((world) => {
      const noted = world.settled.flatMap(({ type, data }) =>
        'assessment' in data && 'batch' in data ? [`${type} ${data.batch} ${data.assessment}`] : [],
      );
      expect(new Set(noted).size).toBe(noted.length);
      const recorded = world.happened
        .filter((one) => isDecision(one) && batchOf(one) !== undefined)
        .map((one) => `BatchEntryApplied ${batchOf(one) ?? ''} ${one.assessment}`);
      expect([...recorded].sort()).toEqual(noted.filter((one) => one.startsWith('BatchEntryApplied')).sort());
    });
  });
});
