import { type ComputedRating, computeRatings } from './compute-ratings.js';
import type { FrameworkForPeriod } from './framework-for-period.js';
import type { RatingsByItem } from './headline-rules/outcome.js';
import type { RuleVersionForPeriod } from './rule-versions.js';

/** What recorded ratings would have given under another version of a rule. Never a rating: nothing stores it as one. */
export interface WhatIf {
  readonly whatIf: true;
  readonly ruleVersion: Pick<RuleVersionForPeriod, 'id' | 'label' | 'item' | 'status' | 'certainty' | 'source'>;
  /** The item whose rule is exchanged, and every item that a rule rates, as they would come out. */
  readonly computed: readonly ComputedRating[];
  /** For people: what this is, and what it is not. */
  readonly notice: string;
}

/** Recomputes ratings as if that version of a rule had been in force. The rest of the framework stays as it was. */
export function recompute(framework: FrameworkForPeriod, ratings: RatingsByItem, ruleVersion: RuleVersionForPeriod): WhatIf {
  const { id, label, item, status, certainty, source, rule } = ruleVersion;
  const exchanged: FrameworkForPeriod = {
    ...framework,
    items: framework.items.map((one) => (one.id === item ? { ...one, rule: rule.id } : one)),
    rules: [...framework.rules.filter((one) => one.id !== rule.id), rule],
  };
  return {
    whatIf: true,
    ruleVersion: { id, label, item, status, certainty, source },
    computed: computeRatings(exchanged, ratings),
    notice: `Worked out now from the ratings on record, under another version of a rule: ${label}. Nobody gave it as a rating.`,
  };
}
