import { CreateEventLog1790000000000 } from './migrations/1790000000000-create-event-log.js';
import { AppendInOneStatement1790000001000 } from './migrations/1790000001000-append-in-one-statement.js';
import { FileTextKeys1790000050000 } from './migrations/1790000050000-file-text-keys.js';
import { FindEventsByPlace1790000051000 } from './migrations/1790000051000-find-events-by-place.js';

/**
 * The migrations of schema `log`, for the composition root's list. Where EventStoreDB keeps the log, its text keys lie here all
 * the same.
 */
export const eventLogMigrations = [
  CreateEventLog1790000000000,
  AppendInOneStatement1790000001000,
  FileTextKeys1790000050000,
  FindEventsByPlace1790000051000,
];
