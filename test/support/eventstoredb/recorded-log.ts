import { EventEmitter } from 'node:events';

/** An event as the server keeps it. */
export interface StoredRecord {
  readonly position: bigint;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** In ticks of 100 ns since 1970. */
  readonly created: bigint;
}

/** An event to be written. */
export type ProposedRecord = Pick<StoredRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** What the writer expects of the stream. */
export type Expected = bigint | 'no-stream' | 'any' | 'stream-exists';

/** How an append went; a stream's revision is -1 when there is no stream. */
export type WriteResult =
  | { readonly written: true; readonly revision: bigint; readonly position: bigint }
  | { readonly written: false; readonly actual: bigint };

/**
 * The server's log, in memory: it outlives the server's restarts, not the test. Events lie further apart than one position,
 * and between any two appends the server writes an event of its own, as real servers do; both catch who counts or who
 * forgets to filter.
 */
export class RecordedLog {
  readonly #records: StoredRecord[] = [];
  readonly #streams = new Map<string, StoredRecord[]>();
  readonly #indexes = new Map<bigint, number>();
  readonly #grown = new EventEmitter().setMaxListeners(0);
  #position = 1_000n;

  /** What the clock says, in milliseconds. A test may set it back. */
  now: () => number = () => Date.now();

  /** Calls back whenever the log has grown; answers how to stop that. */
  onGrowth(callback: () => void): () => void {
    this.#grown.on('growth', callback);
    return () => this.#grown.off('growth', callback);
  }

  /** All or nothing, with the real server's rule of idempotency. */
  append(stream: string, expected: Expected, events: readonly ProposedRecord[]): WriteResult {
    const actual = this.lastRevision(stream);
    if (!this.#agrees(expected, actual)) return this.#repetition(stream, expected, events) ?? { written: false, actual };
    for (const event of events) this.#write(stream, event);
    this.#write('$stats-127.0.0.1', statistics());
    this.#grown.emit('growth');
    return this.#writtenUpTo(stream, this.lastRevision(stream));
  }

  /** Everything, in order. */
  get records(): readonly StoredRecord[] {
    return this.#records;
  }

  /** What another node's log holds, as replication brings it. */
  replicate(other: RecordedLog): void {
    for (const record of other.records.slice(this.#records.length)) this.#keep(record);
    this.#position = other.#position;
  }

  /** What lies after a record's position; everything for a position before the first. */
  after(position: bigint): readonly StoredRecord[] {
    return this.#records.slice((this.#indexes.get(position) ?? -1) + 1);
  }

  /** Whether a record lies at a position. */
  has(position: bigint): boolean {
    return this.#indexes.has(position);
  }

  /** A stream's records; undefined when there is no such stream. */
  stream(name: string): readonly StoredRecord[] | undefined {
    return this.#streams.get(name);
  }

  lastRevision(stream: string): bigint {
    return this.#streams.get(stream)?.at(-1)?.revision ?? -1n;
  }

  #agrees(expected: Expected, actual: bigint): boolean {
    if (expected === 'any') return true;
    if (expected === 'stream-exists') return actual >= 0n;
    return (expected === 'no-stream' ? -1n : expected) === actual;
  }

  /** The same ids where they would have come to lie are a repetition: answered as if they had been written now. */
  #repetition(stream: string, expected: Expected, events: readonly ProposedRecord[]): WriteResult | undefined {
    if (expected === 'any' || expected === 'stream-exists') return undefined;
    const first = expected === 'no-stream' ? 0 : Number(expected) + 1;
    const there = this.stream(stream)?.slice(first, first + events.length) ?? [];
    const same = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
    return same ? this.#writtenUpTo(stream, BigInt(first + events.length - 1)) : undefined;
  }

  #writtenUpTo(stream: string, revision: bigint): WriteResult {
    const position = this.stream(stream)?.at(Number(revision))?.position ?? 0n;
    return { written: true, revision, position };
  }

  #write(stream: string, event: ProposedRecord): void {
    const revision = this.lastRevision(stream) + 1n;
    const created = BigInt(this.now()) * 10_000n + 1_234n;
    this.#keep({ ...event, stream, revision, position: this.#position, created });
    this.#position += BigInt(87 + event.data.length);
  }

  #keep(record: StoredRecord): void {
    this.#indexes.set(record.position, this.#records.length);
    this.#records.push(record);
    const stream = this.#streams.get(record.stream);
    if (stream === undefined) this.#streams.set(record.stream, [record]);
    else stream.push(record);
  }
}

const statistics = (): ProposedRecord => ({
  id: '00000000-0000-4000-8000-000000000000',
  type: '$statsCollected',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: Buffer.alloc(0),
});
