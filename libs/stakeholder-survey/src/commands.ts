/** The commands the applications dispatch; permission and decision happen in their handlers. */
export { ChangeSurvey, type SurveyChange, type SurveyOutcome, type SurveySender } from './application/change-survey.js';
