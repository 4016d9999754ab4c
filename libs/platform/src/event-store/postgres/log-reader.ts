import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type PoolConfig, type QueryResultRow } from 'pg';
import type { EventMetadata, Head, RecordedEvent } from '../port.js';
import { isConnectionLoss } from './connection-loss.js';

const INSTANT = `to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const EVENTS =
  `SELECT e.position, e.stream, e.revision, e.event_id, e.type, e.payload::text, e.metadata::text, ${INSTANT} AS recorded, k.key ` +
  'FROM log.events e LEFT JOIN log.text_keys k ON k.position = e.position ';

const STATEMENTS = {
  // The bound on the keys is not implied by an outer join: without it they may be read from the first one on, each time.
  'read-all': `${EVENTS} AND k.position > $1 WHERE e.position > $1 ORDER BY e.position LIMIT $2`,
  'read-stream': `${EVENTS} WHERE e.stream = $1 AND e.revision > $2 AND e.position <= $3 ORDER BY e.revision`,
  'read-tails':
    `${EVENTS} JOIN unnest($1::text[], $2::bigint[]) AS known (stream, revision) ` +
    'ON e.stream = known.stream AND e.revision > known.revision ORDER BY e.stream, e.revision',
  'read-head': `SELECT e.position, ${INSTANT} AS recorded FROM log.events e ORDER BY e.position DESC LIMIT 1`,
  // `recorded_at` never decreases along the log, so it is halved until one position is left: no index by time is needed.
  'position-at':
    'WITH RECURSIVE halved (low, high) AS (' +
    '  SELECT 0::bigint, coalesce(max(e.position), 0) FROM log.events e' +
    '  UNION ALL' +
    '  SELECT CASE WHEN middle.recorded_at <= $1::timestamptz THEN middle.position ELSE halved.low END,' +
    '         CASE WHEN middle.recorded_at <= $1::timestamptz THEN halved.high ELSE (halved.low + halved.high - 1) / 2 END' +
    '    FROM halved, LATERAL (SELECT e.position, e.recorded_at FROM log.events e' +
    '                           WHERE e.position > (halved.low + halved.high - 1) / 2 ORDER BY e.position LIMIT 1) middle' +
    '   WHERE halved.low < halved.high' +
    ') SELECT low AS position FROM halved WHERE low >= high',
} as const;

interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly event_id: string;
  readonly type: string;
  readonly payload: string;
  readonly metadata: string;
  readonly recorded: string;
  readonly key: Buffer | null;
}

const recordedEvent = (row: EventRow): RecordedEvent => ({
  position: BigInt(row.position),
  stream: row.stream,
  revision: BigInt(row.revision),
  id: row.event_id,
  type: row.type,
  payload: row.payload,
  metadata: JSON.parse(row.metadata) as EventMetadata,
  recordedAt: row.recorded,
  ...(row.key && { textKey: row.key }),
});

const LAST_POSITION = 2n ** 63n - 1n;

/** Reads the log through a small pool. A read changes nothing, so one cut off by a lost connection is tried again. */
export class LogReader {
  readonly #pool: Pool;
  readonly #retryWithinMs: number;

  constructor(config: PoolConfig, retryWithinMs: number) {
    this.#pool = new Pool(config);
    // The pool drops a connection that breaks while idle, and opens another when it is needed.
    this.#pool.on('error', () => undefined);
    this.#retryWithinMs = retryWithinMs;
  }

  async all(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    const rows = await this.#query<EventRow>('read-all', [after, limit]);
    return rows.map(recordedEvent);
  }

  /** As `all`, but waits for a lost database as long as the signal lets it; nothing more once it aborts. */
  async allUntil(signal: AbortSignal, after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    try {
      const rows = await this.#query<EventRow>('read-all', [after, limit], () => !signal.aborted);
      return rows.map(recordedEvent);
    } catch (error) {
      if (signal.aborted) return [];
      throw error;
    }
  }

  async stream(stream: string, afterRevision = -1n, upToPosition = LAST_POSITION): Promise<readonly RecordedEvent[]> {
    const rows = await this.#query<EventRow>('read-stream', [stream, afterRevision, upToPosition]);
    return rows.map(recordedEvent);
  }

  async tails(after: ReadonlyMap<string, bigint>): Promise<readonly RecordedEvent[]> {
    const rows = await this.#query<EventRow>('read-tails', [[...after.keys()], [...after.values()]]);
    return rows.map(recordedEvent);
  }

  async head(): Promise<Head> {
    const [row] = await this.#query<Pick<EventRow, 'position' | 'recorded'>>('read-head', []);
    return { position: BigInt(row?.position ?? 0), recordedAt: row?.recorded };
  }

  async positionAt(instant: string): Promise<bigint> {
    const [row] = await this.#query<Pick<EventRow, 'position'>>('position-at', [instant]);
    return BigInt(row?.position ?? 0);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #query<Row extends QueryResultRow>(
    name: keyof typeof STATEMENTS,
    values: readonly unknown[],
    mayRetry: () => boolean = this.#forAWhile(),
  ): Promise<readonly Row[]> {
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        return (await this.#pool.query<Row>({ name, text: STATEMENTS[name], values: [...values] })).rows;
      } catch (error) {
        if (this.#pool.ending || !isConnectionLoss(error) || !mayRetry()) throw error;
        await pause(delay);
      }
    }
  }

  #forAWhile(): () => boolean {
    const deadline = Date.now() + this.#retryWithinMs;
    return () => Date.now() < deadline;
  }
}
