import { randomUUID } from 'node:crypto';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { assessmentCodec } from '#assessment/core/assessment/codec.js';
import type { AssessmentEvent } from '#assessment/core/assessment/events.js';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import { APP_ROLE, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { type BenchmarkServer, poolOf } from '../support/benchmark-server.js';
import { callHeld, metadata, shared } from './events.js';
import { ManyStreams } from './streams.js';

/** A way to append one event, durably, and to close what it holds. */
export interface Appender {
  append(caller: number): Promise<void>;
  close(): Promise<void>;
}

/** The connections the other two are given. */
const CONNECTIONS = 32;

/** Our port, as the service calls it: event sealed, encoded, appended at the expected revision. */
export function ourAppender(url: string, run = 'text', event: () => AssessmentEvent = callHeld): Appender {
  const store = new PostgresEventStore({ connectionString: url, role: APP_ROLE });
  const streams = new ManyStreams(run);
  return {
    async append(caller) {
      const { stream, events } = streams.next(caller);
      const recorded = toNewEvent(assessmentCodec, event(), { id: randomUUID(), metadata: metadata() });
      const { outcome } = await store.append(stream, events === 0 ? 'no-stream' : BigInt(events - 1), [recorded]);
      if (outcome !== 'appended') throw new Error(`our store answered ${outcome}`);
    },
    close: () => store.close(),
  };
}

/** Two of ours on one log: events with a free text, which is sealed, and events of the same size without. */
export async function ourAppenders(server: BenchmarkServer): Promise<{ withText: Appender; withoutText: Appender }> {
  const url = await server.makeDatabase('append_ours');
  await migrate(url, [...platformReadStoreMigrations, ...eventLogMigrations]);
  return { withText: ourAppender(url), withoutText: ourAppender(url, 'plain', shared) };
}

/** Emmett's PostgreSQL store, with as many connections as the bare insert has. */
export async function emmettAppender(server: BenchmarkServer): Promise<Appender> {
  const url = await server.makeDatabase('append_emmett');
  const pool = poolOf(url, CONNECTIONS);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const streams = new ManyStreams('run');
  return {
    async append(caller) {
      const { stream, events } = streams.next(caller);
      const expectedStreamVersion = events === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(events);
      await store.appendToStream(stream, [callHeld()], { expectedStreamVersion });
    },
    async close() {
      await store.close();
      await pool.end();
    },
  };
}

/** The least that can be done: one prepared INSERT of a ready text into a table with one key, on a pool. */
export async function bareAppender(server: BenchmarkServer, callers: number): Promise<Appender> {
  const url = await server.makeDatabase(`append_bare_${String(callers)}`);
  const pool = poolOf(url, Math.min(callers, CONNECTIONS));
  await pool.query('CREATE TABLE bare (id uuid PRIMARY KEY, payload json NOT NULL)');
  const { payload } = toNewEvent(assessmentCodec, callHeld(), { id: randomUUID(), metadata: metadata() });
  const insert = { name: 'insert', text: 'INSERT INTO bare (id, payload) VALUES ($1, $2)' };
  return {
    append: async () => void (await pool.query({ ...insert, values: [randomUUID(), payload] })),
    close: () => pool.end(),
  };
}
