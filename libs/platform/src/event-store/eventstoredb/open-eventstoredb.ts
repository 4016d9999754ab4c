import type { DataSource } from 'typeorm';
import type { EventStoreDbLog } from '../../config/config.js';
import type { EngineLog } from '../../projections/projection-run.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import { PostgresTextKeys } from './postgres-text-keys.js';

/** What the log in EventStoreDB needs of the service around it. */
export interface EventStoreDbSurroundings extends EventStoreDbLog {
  /** The service's database, where text keys are kept; `eventLogMigrations` must have been run on it. */
  readonly dataSource: DataSource;
  readonly log: EngineLog;
}

/** The log in EventStoreDB, as `EVENT_STORE=eventstoredb` asks for it. Connects when first used. */
export function openEventStoreDb({
  connectionString,
  namespace,
  dataSource,
  log,
}: EventStoreDbSurroundings): EventStoreDbEventStore {
  return new EventStoreDbEventStore({
    connectionString,
    namespace: `${namespace}.`,
    textKeys: new PostgresTextKeys(dataSource),
    clockSetBack: ({ position, recordedAt, previous }) =>
      log.warn(
        { position: String(position), recordedAt, previous },
        'the clock of EventStoreDB went back: the log is in order, its times are not; look to the clocks of its nodes',
      ),
    subscriptionDropped: (reason, position) =>
      log.warn({ reason, position: String(position) }, 'EventStoreDB let go of a subscription; it is taken up again'),
  });
}
