import {
  getPostgreSQLEventStore,
  postgreSQLRawSQLProjection,
  rebuildPostgreSQLProjections,
} from '@event-driven-io/emmett-postgresql';
import { SQL } from '@event-driven-io/dumbo';
import type { Event } from '@event-driven-io/emmett';
import { type BenchmarkServer, poolOf } from '../support/benchmark-server.js';
import { historyOf } from './history.js';

type AnyEvent = Event<string, Record<string, unknown>>;

/** The least of read models: for each type of event, how many there were. Each of ours has far more to do, and there are twenty. */
const countedAs = (name: string) =>
  postgreSQLRawSQLProjection<AnyEvent>({
    name,
    canHandle: [
      ...new Set(
        historyOf(0)
          .commands.flat()
          .map(({ type }) => type),
      ),
    ],
    evolve: ({ type }) =>
      SQL`INSERT INTO events_by_type (type, events) VALUES (${type}, 1) ON CONFLICT (type) DO UPDATE SET events = events_by_type.events + 1`,
    init: () => SQL`CREATE TABLE IF NOT EXISTS events_by_type (type text PRIMARY KEY, events bigint NOT NULL)`,
  });

/** Events per second of Emmett's rebuild of one small read model, over the same histories in its own store. */
export async function emmettRebuildRates(server: BenchmarkServer, events: number, rounds: number): Promise<readonly number[]> {
  const url = await server.makeDatabase('rebuild_emmett');
  const pool = poolOf(url, 32);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  await pool.query('CREATE TABLE events_by_type (type text PRIMARY KEY, events bigint NOT NULL)');
  let stored = 0;
  for (let n = 0; stored < events; n++) {
    const { assessment, commands } = historyOf(n);
    await store.appendToStream(`assessment-${assessment}`, commands.flat());
    stored += commands.flat().length;
  }
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Under a name of its own: a second rebuild of the same one ends, in Emmett 0.42.0, without having read anything.
    const consumer = rebuildPostgreSQLProjections({
      connectionString: url,
      projections: [countedAs(`events_by_type_${String(round)}`)],
    });
    const began = performance.now();
    await consumer.start();
    const seconds = (performance.now() - began) / 1_000;
    await consumer.close();
    const { rows } = await pool.query<{ events: string }>('SELECT coalesce(sum(events), 0) AS events FROM events_by_type');
    if (Number(rows[0]?.events) !== stored * (round + 1)) throw new Error(`Emmett counted ${JSON.stringify(rows)}`);
    rates.push(stored / seconds);
  }
  await store.close();
  await pool.end();
  await server.dropDatabase('rebuild_emmett');
  return rates;
}
