/** What other contexts and the applications may know of surveys. */
export { type AnswerOverYears, type YearShare } from './core/survey/compare-years.js';
export { surveyId } from './core/survey/events.js';
export { type SurveyRule, surveyRules } from './core/survey/rule-book.js';
export { SMALLEST_GROUP } from './core/survey/suppression.js';
export { surveyPlace } from './application/survey-place.js';
