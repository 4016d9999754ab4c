/** One fault of a pack: the broken rule by name, where it is, and what would be right. */
export interface PackFinding {
  readonly rule: PackRule;
  /** A JSON pointer into the pack, after the pack's id: `ccg-assurance-2013-15/items/3/scale/quarter`. */
  readonly path: string;
  /** What is wrong and what would be right, for somebody who writes packs and does not program. */
  readonly detail: string;
}

/** Everything the validator checks, by name. */
export const PACK_RULES = [
  'pack-shape',
  'pack-version-unique',
  'window-quarters',
  'window-ordered',
  'windows-apart',
  'ids-unique',
  'scale-has-ratings',
  'scale-without-order',
  'scale-reserves-not-applicable',
  'published-labels-sourced',
  'mapping-on-known-scales',
  'mapping-complete',
  'mapping-keeps-order',
  'item-on-known-scale',
  'item-rated-somewhere',
  'item-in-known-group',
  'item-recorded-is-indicator',
  'group-not-rated',
  'score-on-known-scale',
  'cadence-has-stages',
  'cadence-has-items',
  'item-by-known-rule',
  'rule-kind-known',
  'rule-where-rated',
  'given-not-computed',
  'rule-used',
  'rule-has-inputs',
  'rule-on-one-scale',
  'rule-points-complete',
  'rule-sum-on-scale',
  'rule-bands-ordered',
  'rule-bands-complete',
  'rule-tiers-ordered',
  'rule-tiers-complete',
  'rule-tiers-countable',
  'rule-thresholds-ordered',
  'rule-thresholds-complete',
  'rule-weights-name-items',
  'rule-capped-on-scale',
  'cap-has-inputs',
  'cap-on-scale',
  'rule-certainty-honest',
  'rule-version-known',
  'rule-version-in-force',
  'rules-without-cycle',
  'stages-in-order',
  'stages-held',
  'consultation-where-rated',
  'sources-present',
] as const;
export type PackRule = (typeof PACK_RULES)[number];

/** Reports a finding at a path below one pack. */
export type Report = (rule: PackRule, path: string, detail: string) => void;
