import type { Broken } from './command.js';
import { finalRatings } from './final-ratings.js';
import { broken } from './refusals.js';
import type { LiveAssessment } from './state.js';

/* The rule on what is published of an assessment; the rest stand in `rules.ts`. */

/** Only final ratings are published, and as they were judged; those of an earlier round were judged then ("Publication"). */
export function whatIsPublishedWasJudged(
  state: LiveAssessment,
  { round, ratings }: { readonly round: number; readonly ratings: readonly { readonly item: string; readonly rating: string }[] },
): Broken {
  if (round < state.round) return undefined;
  const final = round === state.round ? finalRatings(state) : undefined;
  const isSame =
    final?.ratings.length === ratings.length &&
    final.ratings.every(({ item, rating }) => ratings.some((one) => one.item === item && one.rating === rating));
  if (isSame) return undefined;
  return broken('published-was-not-judged', 'These are not the final ratings of this assessment. Nothing was recorded.', {
    facts: { round: state.round, status: state.status },
  });
}
