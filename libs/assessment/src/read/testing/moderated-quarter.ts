import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import type { Stage } from '../../core/assessment/framework-terms.js';
import { idOf, openingOf, type RecordedHistory } from './recorded-history.js';

export const QUARTER = '11J.ccg-assurance-2015-16.2015-16-q2';
export const ITEMS = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions'] as const;

const NOTHING_UNSEEN = { judgedRevision: '5', recordedSince: [] } as const;

/** A first rating, or a change of one. */
export const proposal = (
  item: string,
  rating: string,
  previous: string | null,
  round = 1,
  decidedOn = '2015-10-01',
): AssessmentEvent => ({
  type: 'RatingProposed',
  data: {
    ...{ round, item, rating, previous, decidedOn, evidence: [] },
    ...(previous === null ? {} : { reason: `Why ${item} moved` }),
    organisationView: 'not-asked',
    proposedBy: 'alex-assessor',
  },
});

const computedHeadline = (rating: string) =>
  ({
    computed: [{ item: 'headline', rule: 'worst-of', certainty: 'assumed', rating, explanation: `The lowest is ${rating}.` }],
    headline: { computed: rating, override: null, result: rating },
  }) as const;

/** A submission whose headline the rule computes. */
export const submission = (round: number, headline: string, submittedOn: string): AssessmentEvent => ({
  type: 'SubmittedForModeration',
  data: { round, ratings: [], ...computedHeadline(headline), ...NOTHING_UNSEEN, submittedBy: 'alex-assessor', submittedOn },
});

type Entry = AssessmentEventOf<'StageDecided'>['data']['items'][number];

/** A stage's decision over all items: upheld at what stands, except for the entries given. */
export function decision(
  stage: Stage,
  round: number,
  outcome: 'upheld' | 'changed' | 'returned',
  decidedOn: string,
  stands: Readonly<Record<string, string>>,
  entries: readonly Entry[] = [],
  headline = 'assured-as-good',
): AssessmentEvent {
  const upheld = ITEMS.filter((item) => !entries.some((entry) => entry.item === item)).map((item): Entry => ({
    item,
    decision: 'upheld',
    before: stands[item] ?? null,
    after: stands[item] ?? null,
  }));
  const items = [...entries, ...upheld];
  const people = { decidedBy: [`${stage}-judge`], recordedBy: 'sam-secretary' };
  return {
    type: 'StageDecided',
    data: { stage, round, outcome, decidedOn, items, ...people, ...computedHeadline(headline), ...NOTHING_UNSEEN },
  };
}

const GOOD = Object.fromEntries(ITEMS.map((item) => [item, 'assured-as-good']));

/** The positions of what happened in `recordModeratedQuarter`. */
export interface ModeratedQuarter {
  readonly opened: bigint;
  readonly rated: bigint;
  readonly submitted: bigint;
  readonly returned: bigint;
  readonly ratedAgain: bigint;
  readonly submittedAgain: bigint;
  readonly upheldLocally: bigint;
  readonly changedRegionally: bigint;
}

/**
 * A quarter that the local stage returned once, naming financial management, and whose performance the regional panel changed
 * in round 2. The national stage is due.
 */
export async function recordModeratedQuarter(history: RecordedHistory): Promise<ModeratedQuarter> {
  const record = (...events: AssessmentEvent[]) => history.record(QUARTER, events);
  const opened = await record({
    type: 'AssessmentOpened',
    data: { ...openingOf('ccg-assurance-2015-16', '2015-16-q2'), round: 1, openedOn: '2015-09-01' },
  });
  await record(
    {
      type: 'CheckpointMeetingHeld',
      data: { meeting: idOf('meeting'), heldOn: '2015-09-21', attendance: [], discussions: [], alsoFor: [] },
    },
    {
      type: 'ActionAgreed',
      data: {
        action: idOf('recovery plan'),
        from: { kind: 'meeting', record: idOf('meeting') },
        item: 'performance',
        description: '52-week recovery plan',
        owner: 'The CCG',
        due: '2015-10-16',
        agreedOn: '2015-09-21',
      },
    },
  );
  const rated = await record(...ITEMS.map((item) => proposal(item, 'assured-as-good', null)));
  const submitted = await record(submission(1, 'assured-as-good', '2015-10-02'));
  const named: Entry = {
    ...{ item: 'financial-management', decision: 'returned', reason: 'The plan is not in the papers' },
    ...{ before: 'assured-as-good', after: null },
  };
  const returned = await record(decision('local', 1, 'returned', '2015-10-03', GOOD, [named]));
  const ratedAgain = await record(proposal('financial-management', 'limited-assurance', 'assured-as-good', 2, '2015-10-04'));
  const submittedAgain = await record(submission(2, 'limited-assurance', '2015-10-05'));
  const stands = { ...GOOD, 'financial-management': 'limited-assurance' };
  const upheldLocally = await record(decision('local', 2, 'upheld', '2015-10-06', stands, [], 'limited-assurance'));
  const moved: Entry = {
    ...{ item: 'performance', decision: 'changed', reason: 'Waits above standard in two of three months' },
    ...{ before: 'assured-as-good', after: 'limited-assurance' },
  };
  const changedRegionally = await record(decision('regional', 2, 'changed', '2015-10-12', stands, [moved], 'limited-assurance'));
  return { opened, rated, submitted, returned, ratedAgain, submittedAgain, upheldLocally, changedRegionally };
}
