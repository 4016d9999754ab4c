import fc from 'fast-check';
import type { AssessmentCommand } from '../decider.js';
import { meetingsOf, missingItems, trajectoriesOf } from '../selectors.js';
import type { SittingFacts } from '../panel-facts.js';
import { type Asked, command, meeting, opening, SITTING, TODAY } from './story.js';
import { versionOf } from './terms.js';
import { finalRatings } from '../final-ratings.js';
import { isLive, type LiveAssessment, stageDue, type Assessment } from '../state.js';
import { unansweredComments, windowsNotOver } from '../sharing.js';

/** A command that is worded once the state is known: people work on what they see. */
export type Step = (state: Assessment) => AssessmentCommand;

const anyPerson = fc.constantFrom('ann', 'bob', 'cat', 'dan', 'eve', 'fay');
const anyReason = fc.option(fc.constantFrom('Waiting times', 'Finance'), { nil: undefined });
const anyDay = fc.constantFrom('2014-11-01', '2014-11-20', undefined);
/** How far the person's page lags behind. Mostly not at all. */
const anyLag = fc.constantFrom(0n, 0n, 0n, 0n, 1n, 3n);
const RATINGS = ['assured', 'assured-with-support', 'not-assured', 'not-applicable', '0', '2', '3', 'green'];
const anyPick = fc.nat({ max: 1000 });
/** The id of nothing. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

const pick = <Value>(values: readonly Value[], index: number): Value | undefined => values[index % Math.max(values.length, 1)];
const seenBy = (state: Assessment, lag: bigint): bigint => (state.revision > lag ? state.revision - lag : 0n);
const itemAt = (state: Assessment, index: number): string =>
  (state.status === 'not-opened' ? undefined : pick(state.terms.items, index)?.id) ?? 'domain-1';
const ratingAt = (state: Assessment, item: string, index: number): string => {
  const scale = state.status === 'not-opened' ? undefined : state.terms.items.find((each) => each.id === item)?.scale.ratings;
  return pick(scale ?? [], index)?.id ?? pick(RATINGS, index) ?? 'assured';
};
const recordAt = (state: Assessment, index: number): string =>
  (isLive(state) ? pick(state.records.keys(), index) : undefined) ?? NOBODY;

const proposing = fc
  .tuple(anyPerson, anyReason, anyDay, anyLag, anyPick)
  .map(([person, reason, decidedOn, lag, index]): Step => (state) => {
    const item = itemAt(state, index);
    const rating = ratingAt(state, item, index >> 3);
    return command(person, 'propose-ratings', { ratings: [{ item, rating, reason }], decidedOn, judged: seenBy(state, lag) });
  });

/** Rates everything that is rated by hand, as an assessor does who wants to submit. */
const ratingAll = fc.tuple(fc.constantFrom('ann', 'bob'), anyPick).map(([person, index]): Step => (state) => {
  const items = isLive(state)
    ? state.terms.items.filter((item) => !item.given && (item.rule ?? 'judgement') === 'judgement')
    : [];
  const open = items.filter((item) => isLive(state) && (state.reopened === 'all' || state.reopened.has(item.id)));
  const ratings = open.map(({ id }, place) => ({ item: id, rating: ratingAt(state, id, index + place), reason: 'All rated' }));
  return command(person, 'propose-ratings', { ratings, judged: seenBy(state, 0n) });
});

const submitting = fc.tuple(fc.constantFrom('ann', 'ann', 'bob', 'cat'), anyLag).map(
  ([person, lag]): Step =>
    (state) =>
      command(person, 'submit-for-moderation', { judged: seenBy(state, lag) }),
);

/** A sitting as a decision brings it along: mostly one that may decide, with the usual person there and others. */
const anySitting = fc.option(
  fc.record({
    status: fc.constantFrom('open', 'open', 'open', 'open', 'convened', 'closed'),
    covers: fc.constantFrom(true, true, true, false),
    present: fc.subarray(['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gil']),
    recused: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.subarray(['cat', 'dan', 'eve', 'gil']) },
    ),
    quorum: fc.constantFrom(1, 1, 2, 3),
  }),
  { freq: 2 },
);

const anyOutcome = fc.constantFrom('upheld', 'upheld', 'upheld', 'upheld', 'upheld', 'changed', 'returned');
const judging = fc
  .record({
    person: anyPerson,
    outcome: anyOutcome,
    reason: anyReason,
    decidedOn: anyDay,
    lag: anyLag,
    index: anyPick,
    all: fc.boolean(),
    anybody: fc.boolean(),
    sitting: anySitting,
  })
  .map(
    (drawn): Step =>
      (state) =>
        judgementOf(drawn, state),
  );

/** Who sits where, as a rule; the rest of the time anybody tries. */
const USUAL = { local: 'cat', regional: 'dan', national: 'eve', confirmation: 'fay' } as const;

interface Drawn {
  readonly person: string;
  readonly outcome: 'upheld' | 'changed' | 'returned';
  readonly reason: string | undefined;
  readonly decidedOn: string | undefined;
  readonly lag: bigint;
  readonly index: number;
  readonly all: boolean;
  readonly anybody: boolean;
  readonly sitting: {
    readonly status: string;
    readonly covers: boolean;
    readonly present: readonly string[];
    readonly recused: readonly string[];
    readonly quorum: number;
  } | null;
}

/** What the sitting drawn brings to a decision; nothing where none was drawn. */
function panelsOf({ sitting }: Pick<Drawn, 'sitting'>, usual: string): Pick<Asked<'decide-stage'>, 'panel' | 'panels'> {
  if (sitting === null) return {};
  const { recused, present, status, covers, quorum } = sitting;
  const there = {
    ...SITTING,
    status: status as SittingFacts['status'],
    covers,
    quorum,
    present: [...new Set([usual, ...present])],
  };
  return { panel: SITTING.id, panels: { sitting: there, recused } };
}

function judgementOf(
  { person: drawnPerson, outcome, reason, decidedOn, lag, index, all, anybody, sitting }: Drawn,
  state: Assessment,
): AssessmentCommand {
  const item = itemAt(state, index);
  const common = { decidedOn, judged: seenBy(state, lag), reason };
  const named = { ...common, ...(outcome === 'returned' && !all ? { items: [item] } : {}) };
  const stage = stageDue(state) ?? 'local';
  const person = anybody ? drawnPerson : USUAL[stage];
  if (stage === 'confirmation')
    return command(person, 'confirm-ratings', {
      ...{ ...named, outcome: outcome === 'returned' ? 'returned' : 'confirmed' },
      ...{ committee: 'Committee', reference: `Minute ${String(state.revision)}` },
      ...panelsOf({ sitting }, USUAL.confirmation),
    });
  const changes = [{ item, rating: ratingAt(state, item, index >> 3), reason }];
  const asked: Asked<'decide-stage'> = {
    ...named,
    stage,
    outcome,
    ...panelsOf({ sitting }, USUAL[stage]),
    ...(outcome === 'changed' ? { changes } : {}),
  };
  return command(person, 'decide-stage', asked);
}

const recording = fc.tuple(anyPick, fc.boolean()).map(([index, atRisk]): Step => (state) => {
  const item = itemAt(state, index);
  const actions = [{ description: 'Send the plan', owner: 'Chief officer', due: '2014-12-01', item }];
  const updates = atRisk ? [{ item, note: 'Slipping', atRisk }] : [];
  if (index % 2 === 0) return meeting({ discussions: updates.map(({ note }) => ({ item, note })), actions });
  return command('ann', 'record-teleconference', { heldOn: '2014-11-10', participants: [], updates, actions });
});

const plannedFrom = (index: number) => [
  { month: '2014-10', planned: String(90 + (index % 3)) },
  { month: '2014-11', planned: '95' },
];

const following = fc.tuple(anyPick, anyPerson).map(([index, person]): Step => (state) => {
  const record = recordAt(state, index);
  const followUps: readonly AssessmentCommand[] = [
    command(person, 'update-action', { action: record, update: { kind: 'progress', note: 'Draft seen' } }),
    command(person, 'update-action', { action: record, update: { kind: 'completion' } }),
    command(person, 'update-action', { action: record, update: { kind: 'reschedule', to: '2014-12-24', reason: 'Holidays' } }),
    command(person, 'correct-record', { record, fields: [{ field: 'heldOn', value: '2014-11-05' }], reason: 'Mistyped' }),
    command(person, 'correct-record', { record, fields: [{ field: 'owner', value: 'Chair' }], reason: 'Mistyped' }),
    command(person, 'withdraw-record', { record, reason: 'In error' }),
    command(person, 'record-indicator-values', {
      values: [{ indicator: '103a', value: String(index), period: '2014-15', dataSource: 'QOF' }],
      ...{ asked: 'one', scores: [] },
    }),
    command(person, 'correct-record', { record, fields: [{ field: 'value', value: '82.5' }], reason: 'Mistyped' }),
    command(person, 'record-given-rating', {
      ...{ item: itemAt(state, index), rating: ratingAt(state, itemAt(state, index), index >> 3), givenOn: '2014-11-10' },
      ...{ givenBy: { body: 'Panel', role: 'Chair' }, source: `Letter ${String(index % 5)}` },
    }),
    // In turns: one more follow-up would leave the rare ones out of the stories told.
    index % 2 === 0
      ? command(person, 'publish-given-rating', { givenRating: record, publishedOn: '2014-11-12', publishedIn: 'MyNHS' })
      : command(person, 'record-given-publication', {
          ratings: [{ item: itemAt(state, index), rating: ratingAt(state, itemAt(state, index), index >> 3) }],
          ...{ publishedOn: '2014-11-13', publishedIn: 'An edition' },
        }),
    command(person, 'correct-record', { record, fields: [{ field: 'rating', value: 'not-assured' }], reason: 'Mistyped' }),
    command(person, 'attach-evidence', { title: 'Dashboard', reference: 'Page 3', items: [itemAt(state, index)] }),
    command(person, 'plan-checkpoint', { plannedFor: `2014-12-0${String(1 + (index % 9))}` }),
    command(person, 'record-checkpoint-not-held', { reason: 'Both agreed' }),
  ];
  return pick(followUps, index >> 4) ?? opening();
});

const trajectories = fc.tuple(anyPick, anyPerson).map(([index, person]): Step => (state) => {
  const [agreed] = isLive(state) ? trajectoriesOf(state) : [];
  if (agreed === undefined)
    return command(person, 'agree-trajectory', { measure: 'A&E', better: 'higher', months: plannedFrom(index) });
  const trajectory = agreed.id;
  const values = [{ month: '2014-10', actual: String(90 + (index % 5)) }];
  return index % 3 === 0
    ? command(person, 'revise-trajectory', { trajectory, months: plannedFrom(index), reason: 'Beds open late' })
    : command(person, 'record-trajectory-values', { trajectory, values, reason: 'Provisional before' });
});

/** Another version of the framework, mostly the next one. */
function versionApplied(state: Assessment, index: number, person: string): AssessmentCommand {
  if (!isLive(state)) return opening();
  const version = state.terms.framework.version + (index % 5 === 0 ? -1 : 1);
  const terms = index % 7 === 0 ? undefined : versionOf(state.terms, version);
  return command(person, 'apply-framework-version', { version, terms, reason: 'Put right', judged: state.revision });
}

const standing = fc.tuple(anyPick, anyPerson).map(([index, person]): Step => (state) => {
  const place = { code: `Q${String(index % 3)}`, name: 'An office' };
  const asked: readonly AssessmentCommand[] = [
    command(person, 'recall-submission', {}),
    command(person, 'withdraw-assessment', { reason: 'In error' }),
    isLive(state) ? opening(state.terms) : opening(),
    command(person, 'record-stage-not-held', { stage: stageDue(state) ?? 'national', reason: 'No sitting' }),
    versionApplied(state, index, person),
    command(person, 'transfer-assessment', { to: { office: place, region: place }, reason: 'The map changed' }),
  ];
  return pick(asked, index) ?? opening();
});

/** Final ratings asked to be reopened, approved or refused by anybody, also by who asked. */
const reopening = fc.tuple(anyPick, anyPerson).map(([index, person]): Step => (state) => {
  const request = (isLive(state) ? state.reopeningRequests.at(-1)?.request : undefined) ?? NOBODY;
  const items = index % 3 === 0 ? undefined : [itemAt(state, index)];
  const asked: readonly AssessmentCommand[] = [
    command(person, 'request-reopening', { reason: `New figures ${String(state.revision)}`, items }),
    command(person, 'reopen', { request }),
    command(person, 'refuse-reopening', { request, reason: 'Nothing is new' }),
  ];
  return pick(asked, index) ?? opening();
});

/** What is shared with the organisation, said by it and answered, also at the wrong time. */
const speaking = fc
  .record({ index: anyPick, lag: anyLag, view: fc.constantFrom('agrees', 'disagrees', 'not-stated'), text: anyReason })
  .map(
    (drawn): Step =>
      (state) =>
        spokenOf(drawn, state),
  );

const everyOther = <Value>(index: number, value: Value): Value | undefined => (index % 2 === 0 ? value : undefined);

interface Spoken {
  readonly index: number;
  readonly lag: bigint;
  readonly view: 'agrees' | 'disagrees' | 'not-stated';
  readonly text: string | undefined;
}

function spokenOf({ index, lag, view, text }: Spoken, state: Assessment): AssessmentCommand {
  const { sharing = NOBODY, items = [] } = (isLive(state) ? pick(state.sharings, index) : undefined) ?? {};
  const said = (isLive(state) ? pick(state.comments, index)?.comment : undefined) ?? NOBODY;
  const item = pick(items, index) ?? itemAt(state, index);
  const closesOn = index % 5 === 0 ? '2014-11-19' : '2014-12-04';
  const comment = command('org', 'comment-on-draft', { sharing, comments: [{ item, view, text }] });
  const asked: readonly AssessmentCommand[] = [
    command('ann', 'share-draft', { closesOn, judged: seenBy(state, lag), items: everyOther(index, [item]) }),
    comment,
    comment,
    command('org', 'attach-evidence', { by: 'organisation', title: 'Paper', reference: 'Page 1', items: [item] }),
    command('ann', 'answer-comment', { comment: said, answer: `Seen ${String(index)}` }),
    command('org', 'close-sharing', { sharing, by: everyOther(index, 'organisation' as const) ?? 'office' }),
  ];
  return pick(asked, index >> 2) ?? opening();
}

/** Answers the organisation, or lets it close its window, so that the ladder is climbed on. */
function hearing(state: LiveAssessment): AssessmentCommand | undefined {
  const [window] = windowsNotOver(state, TODAY);
  if (window !== undefined) return command('org', 'close-sharing', { sharing: window.sharing, by: 'office' });
  const [waiting] = unansweredComments(state);
  return waiting && command('ann', 'answer-comment', { comment: waiting.comment, answer: 'Thank you' });
}

/** One asks, another approves: so that ladders are climbed anew. */
function reopeningOf({ reopeningRequests, revision }: LiveAssessment): AssessmentCommand {
  const waiting = reopeningRequests.find(({ settled }) => settled === undefined);
  if (waiting === undefined) return command('ann', 'request-reopening', { reason: `New figures ${String(revision)}` });
  return command(waiting.requestedBy === 'fay' ? 'eve' : 'fay', 'reopen', { request: waiting.request });
}

/** What the stage that is due comes to when all goes well. */
function judgedAt(stage: keyof typeof USUAL, state: LiveAssessment): AssessmentCommand {
  const judged = state.revision;
  if (stage !== 'confirmation') {
    const sitting = { status: 'open', covers: true, present: ['gil'], recused: [], quorum: 1 };
    return command(USUAL[stage], 'decide-stage', { stage, outcome: 'upheld', judged, ...panelsOf({ sitting }, USUAL[stage]) });
  }
  const outcome = state.round === 1 ? 'returned' : 'confirmed';
  const minuted = { committee: 'Committee', reference: 'Minute', reason: 'Again' };
  return command(USUAL[stage], 'confirm-ratings', { outcome, ...minuted, judged });
}

/** What is left to do before it is handed in. */
function toSubmission(state: LiveAssessment): AssessmentCommand {
  const judged = state.revision;
  const missing = missingItems(state).map((item) => ({ item, rating: ratingAt(state, item, 0) }));
  if (missing.length > 0) return command('ann', 'propose-ratings', { ratings: missing, judged });
  const accountedFor = meetingsOf(state).some((each) => each.withdrawn === undefined) || state.checkpoint.notHeld !== undefined;
  return accountedFor ? command('ann', 'submit-for-moderation', { judged }) : meeting();
}

/** Whatever comes next when all goes well, so that long ladders are climbed as well. */
const onward: Step = (state) => {
  if (!isLive(state) || state.status === 'withdrawn') return isLive(state) ? opening(state.terms) : opening();
  const stage = stageDue(state);
  const first = stage === undefined ? undefined : hearing(state);
  if (first !== undefined) return first;
  if (finalRatings(state) !== undefined) return reopeningOf(state);
  return stage === undefined ? toSubmission(state) : judgedAt(stage, state);
};

/** Any step of live work, weighted towards what gets an assessment to the end of the ladder. */
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(onward) },
  { weight: 2, arbitrary: ratingAll },
  { weight: 2, arbitrary: proposing },
  { weight: 2, arbitrary: submitting },
  { weight: 6, arbitrary: judging },
  { weight: 3, arbitrary: recording },
  { weight: 2, arbitrary: following },
  { weight: 1, arbitrary: trajectories },
  { weight: 1, arbitrary: standing },
  { weight: 3, arbitrary: reopening },
  { weight: 4, arbitrary: speaking },
);
