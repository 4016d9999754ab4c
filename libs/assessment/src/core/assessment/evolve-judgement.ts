import type { AssessmentEventOf } from './events.js';
import { type HandlersOf, whenLive } from './evolve-standing.js';
import type { Stage } from './framework-terms.js';
import { isComputed, itemInForce } from './items-in-force.js';
import { standingAfter } from './stages.js';
import type { Assessment, AssessmentCase, ItemRating, JudgingStage, LadderEntry, LiveAssessment, Open } from './state.js';

/** Ratings and the ladder over them. */
export const evolveJudgement: HandlersOf<
  | 'RatingProposed'
  | 'SubmittedForModeration'
  | 'SubmissionRecalled'
  | 'StageDecided'
  | 'StageNotHeld'
  | 'RatingsConfirmed'
  | 'ConfirmationReturned'
> = {
  RatingProposed: whenLive((state, data, revision) => ({
    ...state,
    ratings: new Map(state.ratings).set(data.item, proposedRating(data, revision)),
    judges: judging(state, 'assessor', [data.proposedBy]),
  })),
  SubmittedForModeration: whenLive((state, data, revision) =>
    movedOn(
      {
        ...state,
        submission: { ...data, revision },
        computed: data.computed,
        headline: data.headline,
        judges: judging(state, 'assessor', [data.submittedBy]),
      },
      undefined,
    ),
  ),
  SubmissionRecalled: whenLive((state, data, revision) => ({
    ...state,
    status: 'open',
    stageDue: undefined,
    recall: { ...data, revision },
  })),
  StageDecided: whenLive((state, data, revision) => {
    const judged = {
      ...onLadder(state, { ...data, kind: 'decided', revision }, data.stage, data.decidedBy),
      ratings: ratingsAfter(state, data, revision),
      computed: data.computed,
      headline: data.headline,
    };
    if (data.outcome !== 'returned') return movedOn(judged, data.stage);
    const returned = data.items.filter((entry) => entry.decision === 'returned').map((entry) => entry.item);
    return nextRound(judged, data.round + 1, returned);
  }),
  StageNotHeld: whenLive((state, data, revision) =>
    movedOn(onLadder(state, { ...data, kind: 'not-held', revision }, data.stage, data.decidedBy), data.stage),
  ),
  RatingsConfirmed: whenLive((state, data, revision) => ({
    ...onLadder(state, { ...data, kind: 'confirmed', revision }, 'confirmation', data.decidedBy),
    status: 'confirmed',
    stageDue: undefined,
  })),
  ConfirmationReturned: whenLive((state, data, revision) =>
    nextRound(
      onLadder(state, { ...data, kind: 'confirmation-returned', revision }, 'confirmation', data.decidedBy),
      data.round + 1,
      data.items,
    ),
  ),
};

function proposedRating(data: AssessmentEventOf<'RatingProposed'>['data'], revision: bigint): ItemRating {
  const { item, rating, previous, reason, decidedOn, organisationView, evidence, copiedFrom, round, proposedBy } = data;
  return {
    ...{ item, rating, previous, reason, decidedOn, organisationView, evidence, copiedFrom, round, revision },
    decidedBy: [proposedBy],
    stage: 'assessor',
  };
}

/** A person's first judgement is the one that binds them; later ones at the same stage add nothing. */
function judging(state: LiveAssessment, stage: JudgingStage, people: readonly string[]): AssessmentCase['judges'] {
  const judges = new Map(state.judges);
  for (const person of people) if (!judges.has(person)) judges.set(person, stage);
  return judges;
}

const onLadder = (state: LiveAssessment, entry: LadderEntry, stage: Stage, decidedBy: readonly string[]): LiveAssessment => ({
  ...state,
  ladder: [...state.ladder, entry],
  judges: judging(state, stage, decidedBy),
});

const movedOn = (state: LiveAssessment, done: Stage | undefined): Assessment => ({
  ...state,
  ...standingAfter(state.terms, done),
});

const nextRound = (state: LiveAssessment, round: number, items: readonly string[]): Open => ({
  ...state,
  status: 'open',
  stageDue: undefined,
  round,
  reopened: new Set(items),
});

/** Items a stage changed by hand take its rating; what a rule computes stands in `computed` and `headline` instead. */
function ratingsAfter(
  state: LiveAssessment,
  data: AssessmentEventOf<'StageDecided'>['data'],
  revision: bigint,
): AssessmentCase['ratings'] {
  const ratings = new Map(state.ratings);
  for (const { item, decision, before, after, reason } of data.items) {
    const inForce = itemInForce(state.terms, item);
    const byHand = inForce !== undefined && !isComputed(state.terms, inForce);
    if (decision !== 'changed' || after === null || !byHand) continue;
    const standing = ratings.get(item);
    ratings.set(item, {
      ...{ item, rating: after, previous: before, reason, revision },
      ...{ decidedOn: data.decidedOn, decidedBy: data.decidedBy, stage: data.stage, round: data.round },
      organisationView: standing?.organisationView ?? 'not-asked',
      evidence: standing?.evidence ?? [],
      copiedFrom: undefined,
    });
  }
  return ratings;
}
