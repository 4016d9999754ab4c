import type { Report } from './finding.js';
import { readBy } from '../headline-rules/apply-rule.js';
import type { Pack, PackItem, Rule, RuleOfKind, Scale } from '../pack.js';
import type { Cadence } from '../period.js';
import { repeatedAt } from './repeated.js';

/** A rule where an item is rated by it: at this cadence, on this scale. */
interface RuleUse<Used extends Rule = Rule> {
  readonly pack: Pack;
  readonly cadence: Cadence;
  readonly item: PackItem;
  readonly scale: Scale;
  readonly rule: Used;
  readonly path: string;
  readonly report: Report;
}

/** Whether the rule can say something for this item at this cadence, whatever the ratings. */
export function validateRuleInUse(use: RuleUse): void {
  const { rule } = use;
  if (rule.kind === 'judgement') return;
  const inputs = inputsOf(use);
  if (inputs.length === 0) {
    use.report('rule-has-inputs', use.path, `${rule.id} reads no item that is rated by ${use.cadence}`);
    return;
  }
  switch (rule.kind) {
    case 'worst-of':
      return validateWorstOf({ ...use, rule }, inputs);
    case 'sum':
      return validateSum({ ...use, rule }, inputs);
    case 'bands':
      return validateBands({ ...use, rule }, inputs);
  }
}

interface Input {
  readonly item: PackItem;
  readonly scale: Scale;
}

function inputsOf({ pack, cadence, rule }: RuleUse): readonly Input[] {
  const ids = readBy(rule, pack.items);
  return pack.items.flatMap((item) => {
    const scale = pack.scales.find((one) => one.id === item.scale?.[cadence]);
    return ids.includes(item.id) && scale !== undefined ? [{ item, scale }] : [];
  });
}

function validateWorstOf({ rule, scale, path, report }: RuleUse<RuleOfKind<'worst-of'>>, inputs: readonly Input[]): void {
  for (const input of inputs)
    if (input.scale.id !== scale.id)
      report(
        'rule-on-one-scale',
        path,
        `${rule.id} compares ${input.item.id} on ${input.scale.id} with a result on ${scale.id}: give both one scale`,
      );
}

function validateSum({ rule, scale, path, report }: RuleUse<RuleOfKind<'sum'>>, inputs: readonly Input[]): void {
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
  const points = rule.points.map((one) => one.points);
  const totals = reachableTotals(
    points,
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

function validateBands({ rule, scale, path, report }: RuleUse<RuleOfKind<'bands'>>, inputs: readonly Input[]): void {
  const source = inputs[0]?.scale.ratings ?? [];
  const edges = rule.bands.map((band) => source.findIndex((rating) => rating.id === band.from));
  const results = rule.bands.map((band) => scale.ratings.findIndex((rating) => rating.id === band.rating));
  if (!rising(edges) || !rising(results))
    report(
      'rule-bands-ordered',
      path,
      `the bands of ${rule.id} stand best first, each on the item's scale and from a rating of ${rule.of}, none twice`,
    );
  if (edges.at(-1) !== source.length - 1)
    report(
      'rule-bands-complete',
      path,
      `the last band of ${rule.id} begins at the lowest rating of ${rule.of}, so that every rating falls into one`,
    );
}

/** Whether each place is on the scale and below the one before it. */
const rising = (places: readonly number[]): boolean => places.every((place, index) => place > (places[index - 1] ?? -1));
