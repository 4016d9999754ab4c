import type { RuleEntry } from '#kernel/rule-book.js';

const SURVEY = 'CCG 360-degree stakeholder survey';
const PRIVACY = 'names of those asked are kept apart, and can be erased';

/** The rules of surveys by name; `docs/rules.md` and the problem types are generated from this table. */
export const surveyRules = {
  'fieldwork-ends-after-it-begins': { sentence: 'Fieldwork does not end before it begins.', source: SURVEY, status: 422 },
  'an-answer-is-counted-once': { sentence: 'Each answer to a question is counted once.', source: SURVEY, status: 422 },
  'nomination-unknown': { sentence: 'Only a stakeholder nominated here is worked on.', source: SURVEY, status: 404 },
  'nomination-withdrawn-already': { sentence: 'A nomination is withdrawn once.', source: SURVEY, status: 409 },
  'contact-erased-already': { sentence: 'Contact details are erased once, and for good.', source: PRIVACY, status: 409 },
  'comment-unknown': { sentence: 'Only a comment recorded here is worked on.', source: SURVEY, status: 404 },
  'area-unknown': { sentence: 'Only an area identified here leads to an action.', source: SURVEY, status: 404 },
  'area-led-to-it-already': { sentence: 'An area is tied to an action once.', source: SURVEY, status: 409 },
  'action-not-of-organisation': {
    sentence: "An area leads to an action of one of the organisation's own assessments.",
    source: SURVEY,
    status: 422,
  },
  'survey-organisation-unknown': { sentence: 'A survey is of an organisation that is known.', source: SURVEY, status: 422 },
} as const satisfies Readonly<Record<string, RuleEntry>>;
export type SurveyRule = keyof typeof surveyRules;
