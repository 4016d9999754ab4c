import type { RuleEntry } from '#kernel/rule-book.js';

const LIFE = 'an intervention has a life of its own, beside ratings';
const EXIT = 'special measures of 2018: exit only when all agreed objectives are met';

/** The rules of interventions by name; `docs/rules.md` and the problem types are generated from this table. */
export const interventionRules = {
  'intervention-unknown': { sentence: 'Only an intervention that is recorded is worked on.', source: LIFE, status: 404 },
  'intervention-known-already': { sentence: 'An intervention begins once.', source: LIFE, status: 409 },
  'intervention-has-ended': { sentence: 'One that has ended is corrected, and not worked on.', source: LIFE, status: 409 },
  'objective-unknown': { sentence: 'Only an objective or criterion agreed in it is judged.', source: LIFE, status: 404 },
  'organisation-named-twice': {
    sentence: 'An organisation is under the intervention or bound to help, and named once.',
    source: 'directions of 2016 that bind a helping CCG',
    status: 422,
  },
  'somebody-is-under-it': { sentence: 'At least one organisation is under it.', source: LIFE, status: 422 },
  'intervention-ends-after-it-begins': { sentence: 'It does not end before it begins.', source: LIFE, status: 422 },
  'judged-after-it-was-agreed': { sentence: 'Nothing is judged before it was agreed.', source: LIFE, status: 422 },
  'not-in-the-future': { sentence: 'What is recorded has happened.', source: LIFE, status: 422 },
  'exit-criteria-met': {
    sentence: 'It ends as met only when every objective and exit criterion is met.',
    source: EXIT,
    status: 422,
  },
  'a-correction-changes-something': { sentence: 'A correction says something else than the record.', source: LIFE, status: 422 },
  'intervention-organisation-unknown': { sentence: 'It names organisations that are known.', source: LIFE, status: 422 },
  'judged-revision-is-stale': {
    sentence: 'Whoever varies, ends or corrects it, and says which revision they read, has read the last one.',
    source: 'docs/assessment.md, Judging what was seen',
    status: 412,
  },
  'judged-revision-is-unknown': {
    sentence: 'The revision read is one the intervention has reached.',
    source: 'docs/assessment.md, Judging what was seen',
    status: 412,
  },
} as const satisfies Readonly<Record<string, RuleEntry>>;
export type InterventionRule = keyof typeof interventionRules;
