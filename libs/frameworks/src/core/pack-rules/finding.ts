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
  'scale-reserves-not-applicable',
  'published-labels-sourced',
  'item-on-known-scale',
  'item-rated-somewhere',
  'group-not-rated',
  'cadence-has-stages',
  'cadence-has-items',
  'item-by-known-rule',
  'rule-where-rated',
  'given-not-computed',
  'rule-used',
  'rule-has-inputs',
  'rule-on-one-scale',
  'rule-points-complete',
  'rule-sum-on-scale',
  'rule-bands-ordered',
  'rule-bands-complete',
  'rule-certainty-honest',
  'rules-without-cycle',
  'stages-in-order',
  'stages-held',
  'sources-present',
] as const;
export type PackRule = (typeof PACK_RULES)[number];

/** Reports a finding at a path below one pack. */
export type Report = (rule: PackRule, path: string, detail: string) => void;
