import { CreateEventLog1790000000000 } from './migrations/1790000000000-create-event-log.js';

/** The migrations of schema `log`, for the composition root's list. */
export const eventLogMigrations = [CreateEventLog1790000000000];
