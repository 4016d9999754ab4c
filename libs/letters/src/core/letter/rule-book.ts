import type { RuleEntry } from '#kernel/rule-book.js';

const DRAFTS = 'docs/letters.md, Drafting';
const CHECKS = 'docs/letters.md, The check of the facts';
const ISSUE = 'docs/letters.md, Issuing';
const CLASSIFICATION = 'Government Security Classifications Policy: OFFICIAL, and OFFICIAL-SENSITIVE for those who need to know';

/** Every rule a letter can be refused by. The names are stable: programs, tests and problem types use them. */
export const letterRules = {
  'letter-unknown': { sentence: 'Only a letter that was drafted is worked on.', source: DRAFTS, status: 404 },
  'letter-does-not-fit-the-period': {
    sentence: "A quarter has a summary report; the letter at a year's end is about the year.",
    source: DRAFTS,
    status: 422,
  },
  'letter-is-issued': { sentence: 'An issued letter says what it said; a new one corrects it.', source: ISSUE, status: 409 },
  'letter-was-withdrawn': { sentence: 'A withdrawn letter is not worked on.', source: ISSUE, status: 409 },
  'letter-is-being-checked': {
    sentence: 'While the organisation checks the facts, the draft stays as it was sent.',
    source: CHECKS,
    status: 409,
  },
  'letter-needs-a-section': { sentence: 'A letter says something: it has at least one section.', source: DRAFTS, status: 422 },
  'section-named-twice': { sentence: 'A letter has each section once.', source: DRAFTS, status: 422 },
  'nothing-to-check': { sentence: 'Facts are checked when the organisation was asked to.', source: CHECKS, status: 409 },
  'corrections-say-what-is-wrong': { sentence: 'Who asks for corrections says what is wrong.', source: CHECKS, status: 422 },
  'check-ends-in-the-past': { sentence: 'The organisation is given until a day to come.', source: CHECKS, status: 422 },
  'facts-not-checked': {
    sentence: 'A letter is issued once its facts were checked, the time to check them is over, or it is said why they were not.',
    source: CHECKS,
    status: 409,
  },
  'letter-needs-an-addressee': { sentence: 'A letter is addressed to somebody.', source: ISSUE, status: 422 },
  'ratings-not-final': {
    sentence: 'A letter is issued with ratings that every stage has judged, and confirmed where the framework has a committee.',
    source: ISSUE,
    status: 409,
  },
  'letter-is-out-of-date': {
    sentence: 'A letter is issued with the ratings as they stand: it is drafted anew when they have changed.',
    source: ISSUE,
    status: 409,
  },
  'letter-not-issued': { sentence: 'Only an issued letter is published.', source: ISSUE, status: 409 },
  'only-official-is-published': {
    sentence: 'What is published is OFFICIAL, without a handling caveat.',
    source: CLASSIFICATION,
    status: 409,
  },
  'letter-date-in-the-future': { sentence: 'Nothing is recorded as done on a day still to come.', source: DRAFTS, status: 422 },
} as const satisfies Readonly<Record<string, RuleEntry>>;

export type LetterRule = keyof typeof letterRules;
