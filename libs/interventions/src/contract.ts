/** What other contexts and the applications may know of interventions. */
export {
  INTERVENTION_KINDS,
  INTERVENTION_OUTCOMES,
  interventionKind,
  type InterventionKind,
  type InterventionOutcome,
} from './core/intervention/kinds.js';
export { type InterventionRule, interventionRules } from './core/intervention/rule-book.js';
