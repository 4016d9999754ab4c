/** What other contexts and the applications may know of bulk entries, and what a context offers so that it can be entered in bulk. */
export {
  BULK_ENTRY_KINDS,
  type BulkColumn,
  type BulkEntryKind,
  type BulkRow,
  type BulkSender,
  type RowOutcome,
  type RowToApply,
  type RowVerdict,
} from './application/kinds.js';
export { type BulkEntryRule, bulkEntryRules } from './core/bulk-entry/rule-book.js';
export { ListBulkEntries } from './application/read-bulk-entries.js';
export type { BulkEntryView } from './read/bulk-entries-query.js';
