import type { EventStore, RecordedEvent } from '../event-store/port.js';
import type { EventReader, ProjectedEvent } from './projection.js';

/** An event that could not be opened, and why. */
export interface Unreadable {
  readonly position: bigint;
  readonly storedName: string;
  readonly error: unknown;
}

/** What a reader makes of a batch: its events in order, up to the first it cannot open. */
export interface DecodedBatch {
  readonly events: readonly ProjectedEvent[];
  readonly unreadable?: Unreadable;
}

type AnyReader = EventReader<ProjectedEvent['event']>;

/** What a batch looks up the earlier events of a stream in. */
export type StreamSource = Pick<EventStore, 'readStream'>;

/** Some consecutive events of the log: all that lie after one position, up to and with another. */
export class LogBatch {
  readonly #decoded = new Map<AnyReader, DecodedBatch>();
  readonly #histories = new Map<string, Promise<readonly RecordedEvent[]>>();
  readonly #openedHistories = new Map<AnyReader, Map<string, readonly ProjectedEvent[]>>();

  constructor(
    readonly after: bigint,
    readonly events: readonly RecordedEvent[],
    private readonly streams: StreamSource,
    private readonly narrowed: {
      /** The position it reaches up to, where that is not its last event's. */
      readonly last?: bigint;
      readonly without?: ReadonlySet<bigint>;
    } = {},
  ) {}

  /** The position it reaches up to. */
  get last(): bigint {
    return this.narrowed.last ?? this.events.at(-1)?.position ?? this.after;
  }

  /** Its events up to and with a position; a batch that lies wholly behind it is an empty one at that position. */
  upTo(position: bigint): LogBatch {
    if (this.last <= position) return this;
    const events = this.events.filter((recorded) => recorded.position <= position);
    return new LogBatch(this.after < position ? this.after : position, events, this.streams);
  }

  /** The same part of the log without the events at some positions, here and in what streams held before. */
  without(positions: ReadonlySet<bigint>): LogBatch {
    if (positions.size === 0) return this;
    const events = this.events.filter((recorded) => !positions.has(recorded.position));
    return new LogBatch(this.after, events, this.streams, { last: this.last, without: positions });
  }

  /** The events a reader asks for; opened once, however many projections share the reader. */
  decodedBy(reader: AnyReader): DecodedBatch {
    let decoded = this.#decoded.get(reader);
    if (decoded === undefined) {
      decoded = decode(this.events, reader);
      this.#decoded.set(reader, decoded);
    }
    return decoded;
  }

  /**
   * What a reader asks for of a stream, from its beginning up to and with a position. Read once where that is where the batch
   * begins, and opened once, however many projections share the reader. Throws what the reader throws.
   */
  async historyOf(stream: string, upTo: bigint, reader: AnyReader): Promise<readonly ProjectedEvent[]> {
    if (upTo !== this.after) return opened(await this.#readHistory(stream, upTo), reader);
    const recorded = this.#histories.get(stream) ?? this.#readHistory(stream, upTo);
    this.#histories.set(stream, recorded);
    const of = await recorded;
    const histories = this.#openedHistories.get(reader) ?? new Map<string, readonly ProjectedEvent[]>();
    this.#openedHistories.set(reader, histories);
    const events = histories.get(stream) ?? opened(of, reader);
    histories.set(stream, events);
    return events;
  }

  async #readHistory(stream: string, upTo: bigint): Promise<readonly RecordedEvent[]> {
    const recorded = await this.streams.readStream(stream, { upToPosition: upTo });
    return recorded.filter(({ position }) => this.narrowed.without?.has(position) !== true);
  }
}

function opened(recorded: readonly RecordedEvent[], reader: AnyReader): readonly ProjectedEvent[] {
  const { events, unreadable } = decode(recorded, reader);
  if (unreadable !== undefined) throw unreadable.error;
  return events;
}

const namesOf = new WeakMap<EventReader<unknown>, ReadonlySet<string>>();

function storedNamesOf(reader: EventReader<unknown>): ReadonlySet<string> {
  let names = namesOf.get(reader);
  if (names === undefined) {
    names = new Set(reader.storedNames);
    namesOf.set(reader, names);
  }
  return names;
}

function decode(recordedEvents: readonly RecordedEvent[], reader: AnyReader): DecodedBatch {
  const names = storedNamesOf(reader);
  const events: ProjectedEvent[] = [];
  for (const recorded of recordedEvents) {
    if (!names.has(recorded.type)) continue;
    try {
      const { position, stream, revision, id, recordedAt, metadata } = recorded;
      events.push({ position, stream, revision, id, recordedAt, metadata, event: reader.read(recorded) });
    } catch (error) {
      return { events, unreadable: { position: recorded.position, storedName: recorded.type, error } };
    }
  }
  return { events };
}

/**
 * How many events are read and applied at once when far more lie ahead: what a projection keeps between batches is then fetched
 * and written less often, and memory still stays where it is.
 */
export const LONG_WAY_BATCH = 2000;

/** The log after a position, to its end as it is found, in batches. The next batch is read while the last is worked on. */
export async function* readLog(store: EventStore, after: bigint, batchSize: number): AsyncGenerator<LogBatch, void, undefined> {
  const readAhead = (position: bigint): Promise<readonly RecordedEvent[]> => {
    const events = store.readAll(position, batchSize);
    // It may fail while the batch before is still worked on; whoever awaits it is told then.
    events.catch(() => undefined);
    return events;
  };
  let position = after;
  let pending = readAhead(position);
  for (;;) {
    const batch = new LogBatch(position, await pending, store);
    if (batch.events.length === 0) return;
    position = batch.last;
    pending = readAhead(position);
    yield batch;
  }
}
