import type { ItemInForce } from '../framework-for-period.js';
import { capsOf, type Rule } from '../rule.js';
import { bands } from './bands.js';
import { capped } from './capped.js';
import { holdDown, watchedBy } from './caps.js';
import { counts } from './counts.js';
import { judgement } from './judgement.js';
import { mean } from './mean.js';
import type { RatingsByItem, RuleOutcome } from './outcome.js';
import { sum } from './sum.js';
import { weighted, weighedBy } from './weighted.js';
import { worstOf } from './worst-of.js';

/** Applies one rule, and then its caps, to the ratings for the item it is to rate. */
export function applyRule(rule: Rule, target: ItemInForce, items: readonly ItemInForce[], ratings: RatingsByItem): RuleOutcome {
  return holdDown(capsOf(rule), uncapped(rule, target, items, ratings), target, items, ratings);
}

/** The kinds are a closed set: a new one does not compile until it stands here. */
function uncapped(rule: Rule, target: ItemInForce, items: readonly ItemInForce[], ratings: RatingsByItem): RuleOutcome {
  switch (rule.kind) {
    case 'worst-of':
      return worstOf(rule, target, items, ratings);
    case 'counts':
      return counts(rule, target, items, ratings);
    case 'sum':
      return sum(rule, target, items, ratings);
    case 'bands':
      return bands(rule, target, items, ratings);
    case 'weighted':
      return weighted(rule, target, items, ratings);
    case 'mean':
      return mean(rule, target, items, ratings);
    case 'capped':
      return capped(rule, target, items, ratings);
    case 'judgement':
      return judgement();
  }
}

interface Readable {
  readonly id: string;
  readonly kind: string;
}

/** The ids of the items a rule reads, its caps included, among those given. */
export function readBy(rule: Rule, items: readonly Readable[]): readonly string[] {
  const watched = capsOf(rule).flatMap((cap) => watchedBy(cap, items).map((item) => item.id));
  return [...new Set([...addedUpBy(rule, items), ...watched])];
}

/** The ids of the items a rule makes its result of, its caps left aside. */
export function addedUpBy(rule: Rule, items: readonly Readable[]): readonly string[] {
  switch (rule.kind) {
    case 'worst-of':
    case 'counts':
    case 'sum':
    case 'mean':
      return items.filter((item) => item.kind === rule.over).map((item) => item.id);
    case 'weighted':
      return rule.weights.flatMap((weight) => weighedBy(rule, weight, items).map((item) => item.id));
    case 'bands':
    case 'capped':
      return [rule.of];
    case 'judgement':
      return [];
  }
}
