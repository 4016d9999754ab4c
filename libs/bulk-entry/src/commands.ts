/** The commands the applications dispatch; permission and decision happen in their handlers. */
export {
  AcceptBulkEntry,
  type BulkEntryOutcome,
  type BulkEntrySender,
  type HandedIn,
  newBulkEntryId,
} from './application/accept-bulk-entry.js';
