import type { DataSource } from 'typeorm';
import type { EventStoreDbLog } from '../config/config.js';
import { openEventStoreDb } from '../event-store/eventstoredb/open-eventstoredb.js';
import type { EventStore } from '../event-store/port.js';
import { eventLogMigrations } from '../event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store.js';
import { processManagerMigrations } from '../process-managers/process-manager-migrations.js';
import { CheckpointWatch } from '../projections/checkpoint-watch.js';
import { ProjectionEngine } from '../projections/projection-engine.js';
import type { EngineLog } from '../projections/projection-run.js';
import { APP_ROLE, createDataSource, migrate } from '../read-store/data-source.js';
import { platformReadStoreMigrations } from '../read-store/migrations/index.js';
import type { ContextParts } from './context-parts.js';

/** Where the database is and what of it the application brings along. */
export interface PlatformOptions {
  /** Owns and migrates the database. */
  readonly ownerUrl: string;
  /** The application's own login; absent, it takes on the role `checkpoint_app` in the owner's. */
  readonly appUrl?: string | undefined;
  /** Where in EventStoreDB the log is; absent, PostgreSQL keeps it. */
  readonly eventStoreDb?: EventStoreDbLog | undefined;
  readonly parts: Required<ContextParts>;
  readonly log: EngineLog;
  /** Connections for read models, queries and process managers; 10 unless given. */
  readonly poolSize?: number;
}

/** The migrated database, opened as the application's role. The engine is made, not started. */
export interface OpenPlatform {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly watch: CheckpointWatch;
  readonly engine: ProjectionEngine;
  /** Ends the engine's work, then the store's, then the connections. */
  close(): Promise<void>;
}

/** Migrates as the owner, then opens the log and the read store as the role that may only append to the log. */
export async function openPlatform(options: PlatformOptions): Promise<OpenPlatform> {
  const { ownerUrl, appUrl, eventStoreDb, parts, log, poolSize = 10 } = options;
  await migrate(ownerUrl, [
    ...platformReadStoreMigrations,
    ...eventLogMigrations,
    ...processManagerMigrations,
    ...parts.migrations,
  ]);
  const url = appUrl ?? ownerUrl;
  const role = appUrl === undefined ? { role: APP_ROLE } : {};
  const dataSource = createDataSource({ url, ...role, entities: parts.entities, migrations: [], poolSize });
  await dataSource.initialize();
  const store =
    eventStoreDb === undefined
      ? new PostgresEventStore({ connectionString: url, ...role })
      : openEventStoreDb({ ...eventStoreDb, dataSource, log });
  const watch = new CheckpointWatch(dataSource, parts.projections);
  const engine = new ProjectionEngine({ store, dataSource, projections: parts.projections, log, watch });
  const close = async (): Promise<void> => {
    await engine.stop();
    await store.close();
    await dataSource.destroy();
  };
  return { dataSource, store, watch, engine, close };
}
