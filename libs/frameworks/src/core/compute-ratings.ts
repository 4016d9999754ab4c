import type { FrameworkForPeriod, ItemInForce } from './framework-for-period.js';
import { applyRule, readBy } from './headline-rules/apply-rule.js';
import type { RatingsByItem, RuleOutcome } from './headline-rules/outcome.js';
import type { Certainty } from './provenance.js';
import type { Rule } from './rule.js';

/** What the rule of one item says, given the ratings. `certainty` is the rule's, or that of the band that gave the rating. */
export interface ComputedRating {
  readonly item: string;
  readonly rule: string;
  readonly certainty: Certainty;
  readonly outcome:
    | { readonly kind: 'computed'; readonly rating: string; readonly explanation: string }
    | { readonly kind: 'judgement' }
    | { readonly kind: 'incomplete'; readonly missing: readonly string[] };
}

interface RuledItem {
  readonly item: ItemInForce;
  readonly rule: Rule;
}

function ruledItems(framework: FrameworkForPeriod): readonly RuledItem[] {
  return framework.items.flatMap((item) => {
    const rule = framework.rules.find((one) => one.id === item.rule);
    return rule === undefined ? [] : [{ item, rule }];
  });
}

/**
 * Evaluates every rule of the period, each after the items it reads. Ratings given by hand, by item id, are inputs; one
 * given for a computed item is not: what the rule says and what people put in its place are different facts.
 */
export function computeRatings(framework: FrameworkForPeriod, ratings: RatingsByItem): readonly ComputedRating[] {
  const known = new Map(Object.entries(ratings));
  const ruled = inDependencyOrder(ruledItems(framework), framework.items);
  for (const { item, rule } of ruled) if (rule.kind !== 'judgement') known.delete(item.id);
  return ruled.map(({ item, rule }) => {
    const outcome = applyRule(rule, item, framework.items, Object.fromEntries(known));
    if (outcome.kind === 'computed') known.set(item.id, outcome.rating);
    return described(item, rule, outcome);
  });
}

function described(item: ItemInForce, rule: Rule, outcome: RuleOutcome): ComputedRating {
  const stated = { item: item.id, rule: rule.id };
  if (outcome.kind !== 'computed') return { ...stated, certainty: rule.certainty, outcome };
  const { rating, explanation, certainty } = outcome;
  return { ...stated, certainty, outcome: { kind: 'computed', rating, explanation } };
}

/** Each item after those its rule reads. A cycle, which no valid pack has, would leave its items out rather than loop. */
function inDependencyOrder(ruled: readonly RuledItem[], items: readonly ItemInForce[]): readonly RuledItem[] {
  const ordered: RuledItem[] = [];
  let waiting = ruled;
  for (;;) {
    const pending = new Set(waiting.map(({ item }) => item.id));
    const ready = waiting.filter(({ rule }) => readBy(rule, items).every((id) => !pending.has(id)));
    if (ready.length === 0) return ordered;
    ordered.push(...ready);
    waiting = waiting.filter((one) => !ready.includes(one));
  }
}

/** The items a person rates: neither computed by a rule nor given from elsewhere. A judgement is rated by hand. */
export const ratedByHand = (framework: FrameworkForPeriod): readonly ItemInForce[] =>
  framework.items.filter(
    (item) => !item.given && (framework.rules.find((one) => one.id === item.rule)?.kind ?? 'judgement') === 'judgement',
  );
