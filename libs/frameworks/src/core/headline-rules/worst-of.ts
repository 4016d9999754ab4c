import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind } from '../rule.js';
import { inputsOf, labelOn, listed, missingFrom, nameOf, type RatingsByItem, type RuleOutcome, skippedIn } from './outcome.js';

/** The lowest rating among the items of a kind decides. They share the result's scale, whose order is the list's. */
export function worstOf(
  rule: RuleOfKind<'worst-of'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const over = items.filter((item) => item.kind === rule.over);
  const inputs = inputsOf(over, ratings);
  const missing = missingFrom(over, inputs);
  const worst = inputs.rated.reduce((rank, one) => Math.max(rank, one.rank), 0);
  const deciding = inputs.rated.filter((one) => one.rank === worst);
  const rating = deciding[0]?.rating;
  if (missing.length > 0 || rating === undefined) return { kind: 'incomplete', missing };
  const names =
    deciding.length === inputs.rated.length
      ? 'the rating of all of them'
      : `given to ${listed(deciding.map((one) => nameOf(one.item)))}`;
  return {
    kind: 'computed',
    rating,
    certainty: rule.certainty,
    explanation: `${labelOn(target, rating)}: the lowest of ${String(inputs.rated.length)} ratings, ${names}${skippedIn(inputs)}`,
  };
}
