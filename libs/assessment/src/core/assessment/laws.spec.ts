import fc from 'fast-check';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { assessmentCodec } from './codec.js';
import type { AssessmentCommand } from './decider.js';
import type { AssessmentEvent } from './events.js';
import { finalRatings } from './final-ratings.js';
import { isComputed, itemsJudged } from './items-in-force.js';
import { judgementAsItStands, ratingsByItem, ratingUnder } from './judgement.js';
import { type FrameworkTerms, STAGES } from './framework-terms.js';
import { unansweredComments, windowsNotOver } from './sharing.js';
import { transitions } from './stages.js';
import { type Assessment, isLive, type JudgingStage } from './state.js';
import { anyStep, type Step } from './testing/any-command.js';
import { computeForTests, indicatorTerms, scoredTerms, yearTerms } from './testing/terms.js';
import { decider, opening, stateAfter, TODAY } from './testing/story.js';

/** One command as it was decided: before, what came of it, after. */
interface Decided {
  readonly asked: AssessmentCommand;
  readonly before: Assessment;
  readonly events: readonly AssessmentEvent[];
  readonly refused: string | undefined;
  readonly after: Assessment;
}

const CLOSING: ReadonlySet<string> = new Set(['StageDecided', 'StageNotHeld', 'RatingsConfirmed', 'ConfirmationReturned']);
const COMMANDS = '5b0a1a4e-1111-4a0e-9a3d-0f3c6d2b7e11';

function run(terms: FrameworkTerms, steps: readonly Step[]): readonly Decided[] {
  let state = decider.initialState;
  return [() => opening(terms), ...steps].map((step, index) => {
    const before = state;
    const asked = { ...step(before), commandId: derivedId(COMMANDS, index) };
    const outcome = decider.decide(asked, before);
    const events = isRefusal(outcome) ? [] : outcome;
    state = events.reduce((current, event) => decider.evolve(current, event), before);
    return { asked, before, events, refused: isRefusal(outcome) ? outcome.rule : undefined, after: state };
  });
}

const anyRun = fc
  .tuple(fc.constantFrom(indicatorTerms, yearTerms, scoredTerms), fc.array(anyStep, { maxLength: 40, minLength: 5 }))
  .map(([terms, steps]) => run(terms, steps));
const law = (holds: (decided: readonly Decided[]) => void): void =>
  fc.assert(fc.property(anyRun, holds), { numRuns: 300, seed: 20141120 });
const historyOf = (decided: readonly Decided[]): readonly AssessmentEvent[] => decided.flatMap(({ events }) => events);

describe('in every sequence of commands', () => {
  it('every part of the ladder is reached, so that the laws below are about something', () => {
    const seen = new Set<string>();
    law((decided) => historyOf(decided).forEach((event) => seen.add(event.type)));
    for (const type of [
      'StageDecided',
      'RatingsConfirmed',
      'ConfirmationReturned',
      'SubmissionRecalled',
      'RecordCorrected',
      'IndicatorValueRecorded',
      'TrajectoryValuesRecorded',
      'AssessmentWithdrawn',
      'Reopened',
      'ReopeningRefused',
      'FrameworkVersionApplied',
      'SharedWithOrganisation',
      'SharingClosed',
      'OrganisationCommented',
      'CommentAnswered',
    ])
      expect([...seen]).toContain(type);
  });

  it('the revision is the number of events less one, and dense', () => {
    law((decided) => {
      for (const { before, events, after } of decided) expect(after.revision).toBe(before.revision + BigInt(events.length));
      expect(decided.at(-1)?.after.revision).toBe(BigInt(historyOf(decided).length - 1));
    });
  });

  it('the fold of each prefix is the state as it stood', () => {
    law((decided) => {
      const at = decided.findLast(({ events }) => events.length > 0);
      if (at === undefined) throw new Error('nothing happened');
      expect(stateAfter(historyOf(decided.slice(0, decided.indexOf(at) + 1)))).toEqual(at.after);
    });
  });

  it('the state read back from the log is the same state', () => {
    const seal = (text: string): string => `sealed ${text}`;
    const unseal = (sealed: string): string => sealed.slice('sealed '.length);
    law((decided) => {
      const history = historyOf(decided).map((event) => assessmentCodec.decode(assessmentCodec.encode(event, seal), unseal));
      expect(stateAfter(history)).toEqual(decided.at(-1)?.after);
    });
  });

  it('a repeated command says nothing new', () => {
    law((decided) => {
      for (const { asked, events, after } of decided) {
        if (events.length === 0) continue;
        const again = decider.decide(asked, after);
        if (asked.type === 'open-assessment') expect(again).toMatchObject({ rule: 'assessment-already-open' });
        else expect([asked.type, again]).toEqual([asked.type, []]);
      }
    });
  });

  it('nobody judges at two stages, and nobody what they proposed', () => {
    law((decided) => {
      const judged = new Map<string, JudgingStage>();
      for (const [person, stage] of historyOf(decided).flatMap(judgements)) {
        expect([person, judged.get(person) ?? stage]).toEqual([person, stage]);
        judged.set(person, stage);
      }
    });
  });

  it('a sitting decides while it is open, by a quorum of those present, none of them recused', () => {
    const seen = { sittings: 0, apart: 0 };
    law((decided) => {
      for (const { asked, events } of decided) {
        if (events.length === 0 || (asked.type !== 'decide-stage' && asked.type !== 'confirm-ratings')) continue;
        const { sitting, recused = [] } = asked.panels ?? {};
        for (const [person] of events.flatMap(judgements)) expect(recused).not.toContain(person);
        if (sitting === undefined || sitting === 'unknown') continue;
        expect([sitting.status, sitting.covers]).toEqual(['open', true]);
        const people = events.flatMap(judgements).map(([person]) => person);
        expect(people.filter((person) => !sitting.present.includes(person))).toEqual([]);
        expect(people.length).toBeGreaterThanOrEqual(sitting.quorum);
        const apart = events.flatMap(({ data }) => ('tookNoPart' in data ? (data.tookNoPart ?? []) : []));
        expect([...people, ...apart.map(({ person }) => person)].sort()).toEqual([...sitting.present].sort());
        seen.sittings += 1;
        seen.apart += apart.length;
      }
    });
    // That the law is about something.
    expect(seen.sittings).toBeGreaterThan(100);
    expect(seen.apart).toBeGreaterThan(20);
  });

  it('every change of a rating says who, what stood before, and why', () => {
    law((decided) => {
      for (const { events, before } of decided)
        for (const event of events) if (event.type === 'RatingProposed') expectAccountedFor(event.data, before);
      for (const event of historyOf(decided))
        if (event.type === 'StageDecided' && event.data.outcome === 'changed') {
          expect(event.data.decidedBy).not.toEqual([]);
          expect(event.data.items.some((entry) => entry.reason !== undefined)).toBe(true);
        }
    });
  });

  it('no rating changes without who, why, what stood before, at which stage, and the revision that was judged', () => {
    const changed = new Map<string, number>();
    law((decided) => {
      for (const { asked, before, events } of decided)
        events.reduce((state, event) => {
          const next = decider.evolve(state, event);
          for (const { item, rating } of ratingsChanged(state, next, event)) {
            const account = accountOf(event, item, asked);
            const told = [account?.by !== '', account?.why !== undefined, account?.stage != null, account?.judged != null];
            expect([event.type, item, account?.from, ...told]).toEqual([event.type, item, rating, true, true, true, true]);
            changed.set(event.type, (changed.get(event.type) ?? 0) + 1);
          }
          return next;
        }, before);
    });
    // That the law is about each of them, new versions of the framework among them.
    expect([...changed.keys()].sort()).toEqual(['FrameworkVersionApplied', 'RatingProposed', 'StageDecided']);
  });

  it('a status changes only as the table of transitions says', () => {
    law((decided) => {
      for (const { before, events } of decided) {
        events.reduce((state, event) => {
          const next = decider.evolve(state, event);
          const from: Readonly<Record<string, readonly string[]>> = transitions[state.status];
          if (next.status !== state.status) expect(from[event.type]).toContain(next.status);
          return next;
        }, before);
      }
    });
  });

  it('stages decide in their order in each round', () => {
    law((decided) => {
      let reached = -1;
      for (const event of historyOf(decided)) {
        if (event.type === 'SubmittedForModeration') reached = -1;
        if (event.type !== 'StageDecided' && event.type !== 'StageNotHeld') continue;
        expect(STAGES.indexOf(event.data.stage)).toBeGreaterThan(reached);
        reached = STAGES.indexOf(event.data.stage);
      }
    });
  });

  it('no judgement is accepted on a revision before the last material one', () => {
    law((decided) => {
      for (const { asked, before, events } of decided) {
        if (events.length === 0 || !isLive(before)) continue;
        if (asked.type === 'decide-stage' || asked.type === 'submit-for-moderation' || asked.type === 'confirm-ratings')
          expect(asked.judged ?? -1n).toBeGreaterThanOrEqual(before.materialRevision);
      }
    });
  });

  it('only final ratings are reopened, and never by who asked for it alone', () => {
    law((decided) => {
      const askedBy = new Map<string, string>();
      for (const { before, events } of decided)
        for (const event of events) {
          if (event.type === 'ReopeningRequested') askedBy.set(event.data.request, event.data.requestedBy);
          if (event.type !== 'Reopened') continue;
          expect(finalRatings(before)).toBeDefined();
          expect(askedBy.get(event.data.request)).toEqual(expect.any(String));
          expect(askedBy.get(event.data.request)).not.toBe(event.data.approvedBy);
        }
    });
  });

  it('no stage closes while the organisation may still speak or waits for an answer', () => {
    law((decided) => {
      for (const { before, events } of decided) {
        if (!isLive(before) || !events.some(({ type }) => CLOSING.has(type))) continue;
        expect([windowsNotOver(before, TODAY), unansweredComments(before)]).toEqual([[], []]);
      }
    });
  });

  it('the fold takes any events in any order without failing, and counts each', () => {
    fc.assert(
      fc.property(anyRun, fc.infiniteStream(fc.nat()), (decided, picks) => {
        const history = historyOf(decided);
        const shuffled = history
          .map(() => history[Number(picks.next().value) % history.length])
          .filter((event) => event !== undefined);
        expect(stateAfter(shuffled).revision).toBe(BigInt(shuffled.length - 1));
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

function judgements(event: AssessmentEvent): readonly (readonly [string, JudgingStage])[] {
  switch (event.type) {
    case 'RatingProposed':
      return [[event.data.proposedBy, 'assessor']];
    case 'SubmittedForModeration':
      return [[event.data.submittedBy, 'assessor']];
    case 'StageDecided':
    case 'StageNotHeld':
      return event.data.decidedBy.map((person) => [person, event.data.stage] as const);
    case 'RatingsConfirmed':
    case 'ConfirmationReturned':
      return event.data.decidedBy.map((person) => [person, 'confirmation'] as const);
    default:
      return [];
  }
}

function expectAccountedFor(
  { item, previous, rating, reason, proposedBy }: Extract<AssessmentEvent, { type: 'RatingProposed' }>['data'],
  before: Assessment,
): void {
  expect(proposedBy).not.toBe('');
  expect(previous).toBe(isLive(before) ? (before.ratings.get(item)?.rating ?? null) : null);
  if (previous !== null && previous !== rating) expect(reason).toBeDefined();
}

/** The items an event gave another rating, with what each was before; what a rule makes of a proposal follows from it, and is no change of its own. */
function ratingsChanged(before: Assessment, after: Assessment, event: AssessmentEvent) {
  if (!isLive(before) || !isLive(after) || event.type === 'AssessmentOpened') return [];
  const [was, is] = [before, after].map((state) => {
    const judgement = judgementAsItStands(state, computeForTests);
    return (item: string) => ratingUnder(state.terms, item, ratingsByItem(state), judgement);
  });
  return itemsJudged(before.terms).flatMap((item) => {
    const rating = was?.(item.id) ?? null;
    const follows = event.type === 'RatingProposed' && isComputed(before.terms, item);
    return follows || rating === (is?.(item.id) ?? null) ? [] : [{ item: item.id, rating }];
  });
}

/** What an event says of another rating of an item: the revision judged stands with a proposal as what its command named. */
function accountOf(event: AssessmentEvent, item: string, { judged }: AssessmentCommand) {
  switch (event.type) {
    case 'RatingProposed': {
      const { previous: from, proposedBy, reason } = event.data;
      const why = reason ?? (from === null ? 'the first rating of it' : undefined);
      return { by: proposedBy, why, from, stage: 'assessor', judged };
    }
    case 'StageDecided': {
      const { items, decidedBy, stage, judgedRevision } = event.data;
      const entry = items.find((one) => one.item === item);
      // What follows by a rule follows from the items changed, each with its reason.
      const why = entry?.reason ?? items.find(({ reason }) => reason !== undefined)?.reason;
      return { by: decidedBy.join(), why, from: entry?.before, stage, judged: judgedRevision };
    }
    case 'FrameworkVersionApplied': {
      const { changed, appliedBy, reason: why, stage, judgedRevision } = event.data;
      return { by: appliedBy ?? '', why, from: changed.find((one) => one.item === item)?.before, stage, judged: judgedRevision };
    }
    default:
      return undefined;
  }
}
