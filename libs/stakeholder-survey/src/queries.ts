/** The queries the applications dispatch; who may see what is settled in their handlers. */
export { ListSurveys, ReadOrganisationSurveys } from './application/read-surveys.js';
export type {
  CountedAnswer,
  CountedQuestion,
  OrganisationSurveys,
  SurveyInConfidence,
  SurveyView,
} from './application/survey-views.js';
