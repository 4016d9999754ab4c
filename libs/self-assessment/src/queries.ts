/** The queries the applications dispatch; who may see what is settled in their handlers. */
export {
  ListSelfAssessments,
  ReadSelfAssessment,
  ReadSelfAssessmentStanding,
  type SelfAssessmentStanding,
} from './application/read-self-assessments.js';
export type { CriterionView, SelfAssessmentView, TrailEntry } from './application/self-assessment-views.js';
export type { KnownSelfAssessment } from './read/self-assessments-query.js';
