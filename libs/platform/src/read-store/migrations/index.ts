import type { MigrationClass } from '../data-source.js';
import { CreateReadStore1789990000000 } from './1789990000000-create-read-store.js';

/** The read store's own migrations; they come before those of any context. */
export const platformReadStoreMigrations: readonly MigrationClass[] = [CreateReadStore1789990000000];
