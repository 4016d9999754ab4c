import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import type { ProjectionFailure } from '../projections/checkpoints.js';
import type { ProjectionLag } from '../projections/projection-status.js';
import { checkpointOf, type ProcessCheckpointRow } from './process-checkpoint.js';

/** Where a process manager stands, for operators, metrics and readiness. */
export interface ProcessStatus {
  readonly name: string;
  readonly version: number;
  readonly status: 'running' | 'stopped';
  readonly position: bigint;
  readonly head: bigint;
  readonly lag: ProjectionLag;
  /** Commands not yet carried out, and how long the oldest of them waits. */
  readonly outbox: { readonly waiting: number; readonly oldestSeconds: number };
  readonly timers: number;
  /** Commands given up that nobody has dealt with. */
  readonly deadLetters: number;
  /** Whether some process holds the manager's lease: without one, nothing moves. */
  readonly leased: boolean;
  readonly failure?: ProjectionFailure;
}

interface Row extends ProcessCheckpointRow {
  readonly name: string;
  readonly waiting: number;
  readonly oldest: number;
  readonly timers: number;
  readonly dead: number;
  readonly leased: boolean;
}

/** An advisory lock of one bigint shows as its two halves. */
const LEASED = `exists (select from pg_locks l, hashtextextended('process manager ' || wanted.name, 0) as key
   where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
     and l.database = (select oid from pg_database where datname = current_database())
     and l.classid::bigint = (key >> 32) & 4294967295 and l.objid::bigint = key & 4294967295)`;

const STATUS = `
  select wanted.name, coalesce(m.version, wanted.version) as version, coalesce(m.position, 0) as position,
         m.failed_position, m.failed_event, m.failure,
         o.waiting, o.oldest, t.timers, d.dead, ${LEASED} as leased
    from unnest($1::text[], $2::int[]) as wanted(name, version)
    left join app.process_managers m on m.name = wanted.name
    cross join lateral (select count(*)::int as waiting,
        coalesce(extract(epoch from clock_timestamp() - min(issued_at)), 0)::float8 as oldest
        from app.process_outbox where manager = wanted.name) o
    cross join lateral (select count(*)::int as timers from app.process_timers where manager = wanted.name) t
    cross join lateral (select count(*)::int as dead from app.process_dead_letters
        where manager = wanted.name and dismissed_at is null) d`;

/** Where each process manager stands; right in any process, whether or not it runs there. */
export async function processStatus(
  managers: readonly { readonly name: string; readonly version: number }[],
  { store, dataSource }: { readonly store: EventStore; readonly dataSource: Pick<DataSource, 'query'> },
): Promise<readonly ProcessStatus[]> {
  const rows: Row[] = await dataSource.query(STATUS, [managers.map(({ name }) => name), managers.map(({ version }) => version)]);
  // After the rows, so that a lag is never told too short.
  const { position: head } = await store.head();
  return Promise.all(rows.map((row) => statusOf(row, head, store)));
}

async function statusOf(row: Row, head: bigint, store: EventStore): Promise<ProcessStatus> {
  const { version, position, failure } = checkpointOf(row);
  const behind = position < head;
  return {
    name: row.name,
    version,
    status: failure === undefined ? 'running' : 'stopped',
    position,
    head,
    lag: behind ? { positions: head - position, seconds: await secondsWaiting(position, store) } : { positions: 0n, seconds: 0 },
    outbox: { waiting: row.waiting, oldestSeconds: Math.max(0, row.oldest) },
    timers: row.timers,
    deadLetters: row.dead,
    leased: row.leased,
    ...(failure === undefined ? {} : { failure }),
  };
}

async function secondsWaiting(position: bigint, store: EventStore): Promise<number> {
  const [next] = await store.readAll(position, 1);
  return next === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(next.recordedAt)) / 1000);
}
