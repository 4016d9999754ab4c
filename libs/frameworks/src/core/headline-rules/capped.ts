import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind } from '../rule.js';
import { inputsOf, labelOn, nameOf, type RatingsByItem, type RuleOutcome } from './outcome.js';

/** The rating of another item as it is: the rule's caps then hold it down, or do not. */
export function capped(
  rule: RuleOfKind<'capped'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const from = inputsOf(
    items.filter((item) => item.id === rule.of),
    ratings,
  ).rated[0];
  if (from === undefined) return { kind: 'incomplete', missing: [rule.of] };
  const explanation = `${labelOn(target, from.rating)}: as ${nameOf(from.item)}`;
  return { kind: 'computed', rating: from.rating, certainty: rule.certainty, explanation };
}
