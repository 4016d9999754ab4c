/** The commands the applications dispatch; permission and decision happen in their handlers. */
export {
  BeginDeskReview,
  ChangeSelfAssessment,
  type SelfAssessmentChange,
  StartSelfAssessment,
} from './application/change-self-assessment.js';
export { ProposeFinalScores } from './application/propose-final-scores.js';
export type { SelfAssessmentOutcome, SelfAssessmentSender } from './application/self-assessments.js';
export { keyIn, type SelfAssessmentKey } from './application/starting-facts.js';
