import type { RuleEntry } from '#kernel/rule-book.js';

const BULK = 'a file is refused as a whole while a row is wrong, then applied as one recorded batch';

/** The rules of bulk entries by name; `docs/rules.md` and the problem types are generated from this table. */
export const bulkEntryRules = {
  'bulk-entry-kind-unknown': { sentence: 'A file is entered by one of the templates there are.', source: BULK, status: 404 },
  'bulk-entry-unknown': { sentence: 'Only an entry that was accepted is read and carried out.', source: BULK, status: 404 },
  'bulk-entry-file-not-readable': {
    sentence: "A file is CSV with the template's columns, and holds at least one row and not too many.",
    source: BULK,
    status: 422,
  },
  'bulk-entry-has-refused-rows': {
    sentence: 'A file with a row that would be refused is entered by none.',
    source: BULK,
    status: 422,
  },
  'bulk-entry-says-nothing-new': {
    sentence: 'A file that says only what the record says already is not entered.',
    source: BULK,
    status: 422,
  },
  'bulk-entry-accepted-already': {
    sentence: 'An entry is accepted once, and takes no row afterwards.',
    source: BULK,
    status: 409,
  },
  'bulk-entry-is-not-whole': { sentence: 'An entry is accepted when all of its rows are filed.', source: BULK, status: 409 },
  'bulk-entry-chunk-unknown': { sentence: 'What is settled are rows that were filed.', source: BULK, status: 409 },
} as const satisfies Readonly<Record<string, RuleEntry>>;
export type BulkEntryRule = keyof typeof bulkEntryRules;
