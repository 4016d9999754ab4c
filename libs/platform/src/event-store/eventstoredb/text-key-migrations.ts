import { FileTextKeys1790000050000 } from './migrations/1790000050000-file-text-keys.js';

/** The migrations a log in EventStoreDB needs in PostgreSQL, after those of schema `log`; for the composition root's list. */
export const textKeyMigrations = [FileTextKeys1790000050000];
