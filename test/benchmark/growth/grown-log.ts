import pg from 'pg';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import { Child } from '../support/child.js';
import type { ProjectorReport } from '../projections/projector.js';

/** A log of some size, of which the first part was recorded and projected as the service does it, and the rest copied. */
export interface GrownLog {
  readonly url: string;
  readonly events: number;
  /** The last position of the part that was recorded. */
  readonly recorded: number;
}

const RECORDED_EVENTS = 10_000;
/** Copies of the recorded part made in one transaction. */
const COPIES_AT_ONCE = 10;

const COPY_EVENTS = `
  INSERT INTO log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
  SELECT e.position + n * $1::bigint, e.stream || '~' || n, e.revision, md5(e.event_id::text || n)::uuid, e.type, e.payload,
         replace(e.metadata::text, e.metadata ->> 'commandId', md5((e.metadata ->> 'commandId') || n)::uuid::text)::json,
         e.recorded_at + n * interval '1 hour'
    FROM generate_series($2::bigint, $3::bigint) AS n CROSS JOIN log.events e
   WHERE e.position <= $1 ORDER BY n, e.position`;

const COPY_KEYS = `
  INSERT INTO log.text_keys (position, event_id, key)
  SELECT k.position + n * $1::bigint, md5(k.event_id::text || n)::uuid, k.key
    FROM generate_series($2::bigint, $3::bigint) AS n CROSS JOIN log.text_keys k
   WHERE k.position <= $1 ORDER BY n, k.position`;

/** The copies lie in periods of their own: a log grows by the years, while a region keeps its size. */
const COPY_STATUS = `
  INSERT INTO read_model.domain_status_v1
  SELECT copy.* FROM generate_series($2::bigint, $3::bigint) AS n CROSS JOIN read_model.domain_status_v1 d,
         jsonb_populate_record(d, jsonb_build_object(
           'assessment', d.assessment || '~' || n, 'period', d.period || '~' || n, 'year', d.year || '~' || n,
           'from_position', d.from_position + n * $1::bigint, 'to_position', d.to_position + n * $1::bigint,
           'retracted_position', d.retracted_position + n * $1::bigint)) AS copy
   WHERE d.from_position <= $1`;

/** Makes such a log in a database of its own, with the read model of the domains' status grown alike. */
export async function growLog(server: BenchmarkServer, events: number): Promise<GrownLog> {
  const url = await server.makeDatabase(`growth_${String(events)}`);
  const projector = Child.start(import.meta.url, '../projections/projector.js', [url]);
  await projector.hears();
  await projector.asks({ task: 'seed', events: RECORDED_EVENTS });
  const { events: recorded } = await projector.asks<ProjectorReport>({ task: 'catch-up' });
  await projector.stop();

  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const copies = Math.max(0, Math.round(events / recorded) - 1);
  for (let first = 1; first <= copies; first += COPIES_AT_ONCE) {
    const range = [recorded, first, Math.min(copies, first + COPIES_AT_ONCE - 1)];
    for (const copy of [COPY_EVENTS, COPY_KEYS, COPY_STATUS]) await client.query(copy, range);
  }
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
  return { url, events: recorded * (copies + 1), recorded };
}
