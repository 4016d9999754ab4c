import type { RuleOfKind } from '../rule.js';
import { type Input, rising, type RuleUse } from './rule-use.js';

/** Bands go down the source's scale and the result's together, as far as they reach. */
export function validateBands({ rule, scale, path, report }: RuleUse<RuleOfKind<'bands'>>, inputs: readonly Input[]): void {
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

/** Tiers stand best first, count ratings the items can have, and the last takes what is left. */
export function validateTiers({ rule, scale, path, report }: RuleUse<RuleOfKind<'counts'>>, inputs: readonly Input[]): void {
  if (!rising(rule.tiers.map((tier) => scale.ratings.findIndex((rating) => rating.id === tier.rating))))
    report('rule-tiers-ordered', path, `the tiers of ${rule.id} stand best first, each a rating of ${scale.id}, none twice`);
  if (rule.tiers.findIndex((tier) => tier.needs.length === 0) !== rule.tiers.length - 1)
    report('rule-tiers-complete', path, `the last tier of ${rule.id}, and only that, has no needs: it takes what is left`);
  const countable = (rating: string): boolean => inputs.every((input) => input.scale.ratings.some((one) => one.id === rating));
  const needs = rule.tiers.flatMap((tier) => tier.needs);
  if (needs.some(({ atLeast, atMost, ratings }) => (atLeast ?? atMost) === undefined || !ratings.every(countable)))
    report(
      'rule-tiers-countable',
      path,
      `each need of ${rule.id} says atLeast or atMost how many, of ratings that are on the scale of every item it counts`,
    );
}

/** Thresholds stand best first, their edges go one way, and the last takes what is left. */
export function validateThresholds({ rule, scale, path, report }: RuleUse<RuleOfKind<'mean' | 'weighted'>>): void {
  const { thresholds, better } = rule;
  const edges = thresholds.flatMap(({ edge }) => (edge === undefined ? [] : [better === 'higher' ? -edge : edge]));
  const goOneWay = edges.every((edge, index) => edge > (edges[index - 1] ?? -Infinity));
  if (!goOneWay || !rising(thresholds.map((one) => scale.ratings.findIndex((rating) => rating.id === one.rating))))
    report(
      'rule-thresholds-ordered',
      path,
      `the thresholds of ${rule.id} stand best first on ${scale.id}; as ${better} is better, their edges ${better === 'higher' ? 'fall' : 'rise'}`,
    );
  if (thresholds.findIndex((one) => one.edge === undefined) !== thresholds.length - 1)
    report(
      'rule-thresholds-complete',
      path,
      `the last threshold of ${rule.id}, and only that, has no edge: it takes what is left`,
    );
}
