import { currentRatings } from './selectors.js';
import { type Assessment, type AssessmentCase, isLive } from './state.js';

/** Ratings that every stage of the framework has judged: what may be published. */
export interface FinalRatings {
  readonly round: number;
  /** The revision of the judgement that made them final. */
  readonly revision: bigint;
  readonly decidedOn: string;
  /** In the order of the pack, computed ones among them; what was given from elsewhere is published apart. */
  readonly ratings: readonly { readonly item: string; readonly rating: string }[];
}

/**
 * The final ratings of an assessment: those the committee confirmed or, where the framework has no confirmation for this kind of
 * period, those the last stage left. Undefined while any stage is still to judge, and after a reopening until all have again.
 */
export function finalRatings(state: Assessment): FinalRatings | undefined {
  if (!isLive(state) || !isFinal(state)) return undefined;
  const last = lastJudgement(state);
  if (last === undefined) return undefined;
  const ratings = currentRatings(state).flatMap(({ item, how, rating }) =>
    how === 'given' || rating === null ? [] : [{ item: item.id, rating }],
  );
  return { ...last, round: state.round, ratings };
}

const isFinal = ({ status, stageDue }: AssessmentCase & { readonly status: string }): boolean =>
  status === 'confirmed' || status === 'published' || (status === 'moderated' && stageDue === undefined);

/** The last entry on the ladder; where the framework has no stages, the submission. */
function lastJudgement({ ladder, submission }: AssessmentCase): Pick<FinalRatings, 'revision' | 'decidedOn'> | undefined {
  const last = ladder.at(-1);
  if (last !== undefined) return { revision: last.revision, decidedOn: last.decidedOn };
  return submission === undefined ? undefined : { revision: submission.revision, decidedOn: submission.submittedOn };
}
