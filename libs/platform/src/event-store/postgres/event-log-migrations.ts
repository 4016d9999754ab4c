import { CreateEventLog1790000000000 } from './migrations/1790000000000-create-event-log.js';
import { AppendInOneStatement1790000001000 } from './migrations/1790000001000-append-in-one-statement.js';

/** The migrations of schema `log`, for the composition root's list. */
export const eventLogMigrations = [CreateEventLog1790000000000, AppendInOneStatement1790000001000];
