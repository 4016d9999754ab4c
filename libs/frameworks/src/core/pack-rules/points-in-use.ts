import { weighedBy } from '../headline-rules/weighted.js';
import type { RuleOfKind } from '../rule.js';
import { repeatedAt } from './repeated.js';
import type { Input, RuleUse } from './rule-use.js';

/** Each rating of the items has points, once, and one rating id is on one scale: 3 may be best on one and worst on another. */
export function validatePoints(
  { rule, path, report }: RuleUse<RuleOfKind<'sum' | 'mean' | 'weighted'>>,
  inputs: readonly Input[],
): void {
  const given = rule.points.map((one) => one.rating);
  const missing = inputs.flatMap((input) =>
    input.scale.ratings.filter((rating) => !given.includes(rating.id)).map((rating) => rating.id),
  );
  if (missing.length > 0 || repeatedAt(given).length > 0)
    report(
      'rule-points-complete',
      path,
      `${rule.id} gives points to each rating of the items it adds up, once; missing: ${[...new Set(missing)].join(', ') || 'none'}`,
    );
  for (const rating of given) {
    const scales = new Set(
      inputs.filter((input) => input.scale.ratings.some((one) => one.id === rating)).map(({ scale }) => scale.id),
    );
    if (scales.size > 1)
      report(
        'rule-on-one-scale',
        path,
        `${rule.id} gives the same points for ${rating} on ${[...scales].join(' and on ')}: give the items one scale`,
      );
  }
}

/** Every total that can come about has a place on the result's scale. */
export function validateSum({ rule, scale, path, report }: RuleUse<RuleOfKind<'sum'>>, inputs: readonly Input[]): void {
  const totals = reachableTotals(
    rule.points.map((one) => one.points),
    inputs.length,
    inputs.some((input) => input.item.notApplicable === true),
  );
  const unlisted = totals.filter((total) => !scale.ratings.some((rating) => rating.id === String(total)));
  if (unlisted.length > 0)
    report('rule-sum-on-scale', path, `${scale.id} lacks the totals ${unlisted.join(', ')}, which ${rule.id} can reach`);
}

/** Every total that so many items can add up to; with items that may not apply, also the totals of fewer. */
function reachableTotals(points: readonly number[], count: number, mayBeFewer: boolean): readonly number[] {
  let totals = new Set([0]);
  for (let item = 0; item < count; item += 1)
    totals = new Set([...totals].flatMap((total) => [...(mayBeFewer ? [total] : []), ...points.map((one) => total + one)]));
  return [...totals].sort((a, b) => a - b);
}

/** Each weight is about one item or about one kind, and about something that is rated at this cadence. */
export function validateWeights({ rule, pack, cadence, path, report }: RuleUse<RuleOfKind<'weighted'>>): void {
  for (const weight of rule.weights) {
    const named = weight.item ?? weight.over ?? 'a weight';
    const rated = weighedBy(rule, weight, pack.items).some((item) => item.scale?.[cadence] !== undefined);
    if ((weight.item === undefined) === (weight.over === undefined) || !rated)
      report(
        'rule-weights-name-items',
        path,
        `${named} of ${rule.id}: a weight names one item, or one kind of item as over, that is rated by ${cadence}`,
      );
  }
}
