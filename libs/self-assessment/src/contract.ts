/** What other contexts and the applications may know of self-assessments. */
export { asksFor } from './application/starting-facts.js';
export { ListSelfAssessments } from './application/read-self-assessments.js';
export type { KnownSelfAssessment } from './read/self-assessments-query.js';
export { selfAssessmentIdOf } from './core/self-assessment/events.js';
export { type SelfAssessmentRule, selfAssessmentRules } from './core/self-assessment/rule-book.js';
