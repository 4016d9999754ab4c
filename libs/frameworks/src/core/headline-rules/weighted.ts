import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind, Weight } from '../rule.js';
import {
  inputsOf,
  listed,
  missingFrom,
  nameOf,
  type RatingsByItem,
  type RuleInputs,
  type RuleOutcome,
  skippedIn,
} from './outcome.js';
import { pointsOf } from './points.js';
import { byThresholds, type Fraction } from './thresholds.js';

/** The items one weight is about: those of its kind share it alike, without those that have a weight of their own. */
export function weighedBy<Item extends { readonly id: string; readonly kind: string }>(
  { weights }: Pick<RuleOfKind<'weighted'>, 'weights'>,
  weight: Weight,
  items: readonly Item[],
): readonly Item[] {
  if (weight.item !== undefined) return items.filter((item) => item.id === weight.item);
  return items.filter((item) => item.kind === weight.over && !weights.some((one) => one.item === item.id));
}

/** The weighted mean of points, put on the scale by thresholds. What does not apply leaves its weight to the others. */
export function weighted(
  rule: RuleOfKind<'weighted'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const parts = rule.weights.map((weight) => ({ weight, inputs: inputsOf(weighedBy(rule, weight, items), ratings) }));
  const all = joined(parts.map((part) => part.inputs));
  const missing = missingFrom(
    rule.weights.flatMap((weight) => weighedBy(rule, weight, items)),
    all,
  );
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const counting = parts.filter(({ inputs }) => inputs.rated.length > 0);
  const number = counting.reduce<Fraction>(
    (total, { weight, inputs: { rated } }) => plus(total, weight.weight * pointsOf(rule.points, rated), rated.length),
    { of: 0n, over: 1n },
  );
  const weights = counting.reduce((total, { weight }) => total + weight.weight, 0);
  const names = listed(
    counting.map(({ weight, inputs }) => `${nameIn(inputs)} (${String(weight.weight)} of ${String(weights)})`),
  );
  const told = { number: `the weighted score of ${names} is`, leftOut: skippedIn(all) };
  return byThresholds(rule, { of: number.of, over: number.over * BigInt(weights) }, told, target);
}

const joined = (parts: readonly RuleInputs[]): RuleInputs => ({
  rated: parts.flatMap((part) => part.rated),
  notApplicable: parts.flatMap((part) => part.notApplicable),
  missing: parts.flatMap((part) => part.missing),
});

const plus = ({ of, over }: Fraction, points: number, among: number): Fraction => ({
  of: of * BigInt(among) + BigInt(points) * over,
  over: over * BigInt(among),
});

function nameIn({ rated }: RuleInputs): string {
  const [first, ...others] = rated;
  if (first === undefined) return '';
  return others.length === 0 ? nameOf(first.item) : `${String(rated.length)} ratings`;
}
