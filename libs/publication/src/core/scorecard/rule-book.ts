import type { RuleEntry } from '#kernel/rule-book.js';

const EDITIONS = 'docs/publication.md, Editions';
const EMBARGO = 'docs/publication.md, The embargo';
const CORRECTIONS = 'docs/publication.md, Corrections';
const SET = 'National results 2015-16 to 2019-20: the organisations are those of the assessed year';

/** Every rule the publication of editions can be refused by. The names are stable: programs, tests and problem types use them. */
export const scorecardRules = {
  'edition-unknown': { sentence: 'Only an edition that was frozen is worked on.', source: EDITIONS, status: 404 },
  'draft-missing': { sentence: 'Freezing says which draft was seen.', source: EDITIONS, status: 428 },
  'draft-has-changed': { sentence: 'What is frozen is the draft that was seen.', source: EDITIONS, status: 412 },
  'edition-must-balance': {
    sentence: "An edition's entries and omissions are together the organisations of the assessed period, each once.",
    source: SET,
    status: 422,
  },
  'omission-needs-a-reason': {
    sentence: 'An organisation with a final rating is held back only with a reason.',
    source: EDITIONS,
    status: 422,
  },
  'nothing-to-publish': { sentence: 'An edition has at least one entry.', source: EDITIONS, status: 422 },
  'only-one-edition-waits': {
    sentence: 'While an edition waits for the end of its embargo, no other of its kind and period is frozen.',
    source: EDITIONS,
    status: 409,
  },
  'correction-says-what-it-supersedes': {
    sentence: 'After the first, an edition says which it supersedes, the last published, and why.',
    source: CORRECTIONS,
    status: 422,
  },
  'nothing-to-supersede': {
    sentence: 'Before any edition was published, a new one supersedes none.',
    source: CORRECTIONS,
    status: 422,
  },
  'embargo-in-the-past': { sentence: 'An embargo ends at an instant to come.', source: EMBARGO, status: 422 },
  'embargo-not-over': {
    sentence: 'An edition is published when its embargo is over, and not before.',
    source: EMBARGO,
    status: 409,
  },
  'edition-is-public': {
    sentence: 'What concerns the time before publication ends with it: the list, the embargo, the stopping.',
    source: EMBARGO,
    status: 409,
  },
  'edition-is-stopped': { sentence: 'A stopped edition is not published; it is frozen anew.', source: EMBARGO, status: 409 },
  'nobody-to-notify': { sentence: 'A notice under embargo names somebody.', source: EMBARGO, status: 422 },
  'organisation-not-in-edition': {
    sentence: 'Under embargo an organisation sees its own entry, so it needs one.',
    source: EMBARGO,
    status: 422,
  },
  'edition-is-not-public': {
    sentence: 'Only a published edition is withdrawn, or said to stand elsewhere.',
    source: CORRECTIONS,
    status: 409,
  },
  'edition-is-withdrawn': { sentence: 'A withdrawn edition is not worked on.', source: CORRECTIONS, status: 409 },
  'date-in-the-future': { sentence: 'Nothing is recorded as done on a day still to come.', source: CORRECTIONS, status: 422 },
} as const satisfies Readonly<Record<string, RuleEntry>>;

export type ScorecardRule = keyof typeof scorecardRules;
