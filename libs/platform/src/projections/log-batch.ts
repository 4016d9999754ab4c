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

/** Some consecutive events of the log: all that lie after one position, up to and with another. */
export class LogBatch {
  readonly #decoded = new Map<EventReader<unknown>, DecodedBatch>();

  constructor(
    readonly after: bigint,
    readonly events: readonly RecordedEvent[],
    /** The position it reaches up to: that of its last event, where none was left out. */
    readonly last: bigint = events.at(-1)?.position ?? after,
  ) {}

  /** Its events up to and with a position; a batch that lies wholly behind it is an empty one at that position. */
  upTo(position: bigint): LogBatch {
    if (this.last <= position) return this;
    const events = this.events.filter((recorded) => recorded.position <= position);
    return new LogBatch(this.after < position ? this.after : position, events);
  }

  /** The same part of the log without the events at some positions. */
  without(positions: ReadonlySet<bigint>): LogBatch {
    if (!this.events.some((recorded) => positions.has(recorded.position))) return this;
    const events = this.events.filter((recorded) => !positions.has(recorded.position));
    return new LogBatch(this.after, events, this.last);
  }

  /** The events a reader asks for; opened once, however many projections share the reader. */
  decodedBy(reader: EventReader<ProjectedEvent['event']>): DecodedBatch {
    let decoded = this.#decoded.get(reader);
    if (decoded === undefined) {
      decoded = decode(this.events, reader);
      this.#decoded.set(reader, decoded);
    }
    return decoded;
  }
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

function decode(recordedEvents: readonly RecordedEvent[], reader: EventReader<ProjectedEvent['event']>): DecodedBatch {
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
    const batch = new LogBatch(position, await pending);
    if (batch.events.length === 0) return;
    position = batch.last;
    pending = readAhead(position);
    yield batch;
  }
}
