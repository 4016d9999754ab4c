/** What other contexts may use of the frameworks: periods, packs, the excerpt an assessment keeps, and the rules over it. */
export {
  cadenceOf,
  CADENCES,
  type Cadence,
  comparePeriods,
  financialYear,
  isPeriod,
  type Period,
  period,
  periodEnd,
  periodInWords,
  periodLabel,
  periodStart,
  periodsOfYear,
  previousPeriod,
  quarterCountedAt,
  yearOf,
  yearsBetween,
} from './core/period.js';
export { type Certainty } from './core/provenance.js';
export { type ItemKind, type Rule } from './core/rule.js';
export {
  assessesKind,
  DESK_REVIEW,
  type Assessor,
  METRIC_SCORE,
  NOT_APPLICABLE,
  type Pack,
  packSchema,
  type PackItem,
  type Scale,
  type ScaleMapping,
  SELF_ASSESSMENT,
  STAGES,
  type Stage,
  stage,
} from './core/pack.js';
export {
  coversPeriod,
  type FrameworkForPeriod,
  frameworkForPeriod,
  frameworkForPeriodSchema,
  type ItemInForce,
  type RuleInForce,
} from './core/framework-for-period.js';
export { type ComputedRating, computeRatings, ratedByHand } from './core/compute-ratings.js';
export { type RuleVersionForPeriod, ruleVersionsFor } from './core/rule-versions.js';
export { recompute, type WhatIf } from './core/what-if.js';
export { ratingOn, scaleOfRestatement } from './core/scale-mappings.js';
export { diffPacks, type PackChange } from './core/diff-packs.js';
export { packJsonSchema } from './application/pack-json-schema.js';
export {
  type AdoptedFramework,
  type CatalogueRule,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
} from './read/framework-catalogue.js';
