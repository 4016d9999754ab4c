import { setTimeout as pause } from 'node:timers/promises';
import { Pool, type PoolConfig, type QueryResultRow } from 'pg';
import { type AppendRequest, answerFromRecord } from '../append-request.js';
import type { AppendOutcome, EventMetadata, Head, RecordedEvent } from '../port.js';
import { isConnectionLoss } from './connection-loss.js';

const INSTANT = `to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const EVENTS =
  `SELECT e.position, e.stream, e.revision, e.event_id, e.type, e.payload::text, e.metadata::text, ${INSTANT} AS recorded, k.key ` +
  'FROM log.events e LEFT JOIN log.text_keys k ON k.event_id = e.event_id ';

const STATEMENTS = {
  'read-all': `${EVENTS} WHERE e.position > $1 ORDER BY e.position LIMIT $2`,
  'read-stream': `${EVENTS} WHERE e.stream = $1 AND e.revision > $2 AND e.position <= $3 ORDER BY e.revision`,
  'read-head': `SELECT e.position, ${INSTANT} AS recorded FROM log.events e ORDER BY e.position DESC LIMIT 1`,
  'position-at':
    'SELECT e.position FROM log.events e WHERE e.recorded_at <= $1::timestamptz ORDER BY e.recorded_at DESC, e.position DESC LIMIT 1',
  'find-command':
    `SELECT e.event_id, e.type, e.revision, e.position, ${INSTANT} AS recorded, e.metadata ->> 'commandHash' AS command_hash ` +
    "FROM log.events e WHERE e.metadata ->> 'commandId' = $1 ORDER BY e.position",
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

type CommandRow = Pick<EventRow, 'event_id' | 'type' | 'revision' | 'position' | 'recorded'> & { readonly command_hash: string };

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

  async head(): Promise<Head> {
    const [row] = await this.#query<Pick<EventRow, 'position' | 'recorded'>>('read-head', []);
    return { position: BigInt(row?.position ?? 0), recordedAt: row?.recorded };
  }

  async positionAt(instant: string): Promise<bigint> {
    const [row] = await this.#query<Pick<EventRow, 'position'>>('position-at', [instant]);
    return BigInt(row?.position ?? 0);
  }

  /** What the request's command answered when it was recorded before; undefined when it was not. */
  async findRecorded(request: AppendRequest): Promise<AppendOutcome | undefined> {
    const rows = await this.#query<CommandRow>('find-command', [request.command.commandId]);
    const parts = rows.map((row) => ({
      id: row.event_id,
      type: row.type,
      revision: BigInt(row.revision),
      position: BigInt(row.position),
      recordedAt: row.recorded,
      commandHash: row.command_hash,
    }));
    return answerFromRecord(request, parts);
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
