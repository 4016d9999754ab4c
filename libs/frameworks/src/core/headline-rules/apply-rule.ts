import type { ItemInForce } from '../framework-for-period.js';
import type { Rule } from '../pack.js';
import { bands } from './bands.js';
import { judgement } from './judgement.js';
import type { RatingsByItem, RuleOutcome } from './outcome.js';
import { sum } from './sum.js';
import { worstOf } from './worst-of.js';

/** Applies one rule to the ratings for the item it is to rate. The kinds are a closed set: a new one does not compile until it stands here. */
export function applyRule(rule: Rule, target: ItemInForce, items: readonly ItemInForce[], ratings: RatingsByItem): RuleOutcome {
  switch (rule.kind) {
    case 'worst-of':
      return worstOf(rule, target, items, ratings);
    case 'sum':
      return sum(rule, target, items, ratings);
    case 'bands':
      return bands(rule, target, items, ratings);
    case 'judgement':
      return judgement();
  }
}

/** The ids of the items a rule reads, among those given. */
export function readBy(rule: Rule, items: readonly { readonly id: string; readonly kind: string }[]): readonly string[] {
  switch (rule.kind) {
    case 'worst-of':
    case 'sum':
      return items.filter((item) => item.kind === rule.over).map((item) => item.id);
    case 'bands':
      return [rule.of];
    case 'judgement':
      return [];
  }
}
