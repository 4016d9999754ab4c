import type { MigrationClass } from '../data-source.js';
import { CreateReadStore1789990000000 } from './1789990000000-create-read-store.js';
import { LeaseAndSwitchProjections1789990100000 } from './1789990100000-lease-and-switch-projections.js';

/** The read store's own migrations; they come before those of any context. */
export const platformReadStoreMigrations: readonly MigrationClass[] = [
  CreateReadStore1789990000000,
  LeaseAndSwitchProjections1789990100000,
];
