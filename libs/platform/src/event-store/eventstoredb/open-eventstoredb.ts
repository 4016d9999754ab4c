import type { DataSource } from 'typeorm';
import type { EngineLog } from '../../projections/projection-run.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import { PostgresTextKeys } from './postgres-text-keys.js';

/** What the log in EventStoreDB needs of the service around it. */
export interface EventStoreDbSurroundings {
  /** `EVENTSTOREDB_URL`. */
  readonly connectionString: string;
  /** The service's database, where text keys are kept; `textKeyMigrations` must have been run on it. */
  readonly dataSource: DataSource;
  readonly log: EngineLog;
}

/** Stands before the names of our streams for ever: events that are stored cannot be renamed. */
const NAMESPACE = 'checkpoint.';

/** The log in EventStoreDB, as `EVENT_STORE=eventstoredb` asks for it. Connects when first used. */
export function openEventStoreDb({ connectionString, dataSource, log }: EventStoreDbSurroundings): EventStoreDbEventStore {
  return new EventStoreDbEventStore({
    connectionString,
    namespace: NAMESPACE,
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
