/** The queries the applications dispatch; who may see what is settled in their handlers. */
export {
  type BulkTemplate,
  type DryRun,
  type EnteredRow,
  ExamineBulkEntry,
  ListBulkEntries,
  ListBulkTemplates,
  ReadBulkEntry,
  ReadBulkEntryRows,
} from './application/read-bulk-entries.js';
export type { ExaminedRow } from './application/examination.js';
export type { BulkEntryView } from './read/bulk-entries-query.js';
export { type KeptFile, KeptFiles } from './application/kept-files.js';
