import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind } from '../rule.js';
import { inputsOf, labelOn, missingFrom, nameOf, type RatingsByItem, type RuleOutcome, skippedIn } from './outcome.js';

/** The points of the items of a kind, added up; what a rating counts for stands in the rule, not in its name. */
export function sum(
  rule: RuleOfKind<'sum'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const over = items.filter((item) => item.kind === rule.over);
  const inputs = inputsOf(over, ratings);
  const missing = missingFrom(over, inputs);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const scored = inputs.rated.map(({ item, rating }) => ({
    name: nameOf(item),
    points: rule.points.find((one) => one.rating === rating)?.points ?? 0,
  }));
  const rating = String(scored.reduce((total, one) => total + one.points, 0));
  const most = Math.max(...rule.points.map((one) => one.points)) * inputs.rated.length;
  const parts = scored.map((one) => `${one.name} ${String(one.points)}`).join(', ');
  return {
    kind: 'computed',
    rating,
    certainty: rule.certainty,
    explanation: `${labelOn(target, rating)} of ${String(most)}: ${parts}${skippedIn(inputs)}`,
  };
}
