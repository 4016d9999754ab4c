/** The rules of surveys by name, with the HTTP status of a request that breaks one. */
export const surveyRules = {
  'fieldwork-ends-after-it-begins': { status: 422 },
  'an-answer-is-counted-once': { status: 422 },
  'nomination-unknown': { status: 404 },
  'nomination-withdrawn-already': { status: 409 },
  'contact-erased-already': { status: 409 },
  'comment-unknown': { status: 404 },
  'survey-organisation-unknown': { status: 422 },
} as const;
export type SurveyRule = keyof typeof surveyRules;
