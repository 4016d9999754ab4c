import type { MigrationClass } from '../read-store/data-source.js';
import { CreateProcessManagers1790000050000 } from './migrations/1790000050000-create-process-managers.js';

/** The tables of process managers; they come after the read store's. */
export const processManagerMigrations: readonly MigrationClass[] = [CreateProcessManagers1790000050000];
