import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind } from '../rule.js';
import { inputsOf, missingFrom, type RatingsByItem, type RuleOutcome, skippedIn } from './outcome.js';
import { pointsOf } from './points.js';
import { byThresholds } from './thresholds.js';

/** The mean of the points of a kind of item, put on the scale by thresholds. */
export function mean(
  rule: RuleOfKind<'mean'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const over = items.filter((item) => item.kind === rule.over);
  const inputs = inputsOf(over, ratings);
  const missing = missingFrom(over, inputs);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const { rated } = inputs;
  const number = { of: BigInt(pointsOf(rule.points, rated)), over: BigInt(rated.length) };
  const told = { number: `the mean of ${String(rated.length)} scores is`, leftOut: skippedIn(inputs) };
  return byThresholds(rule, number, told, target);
}
