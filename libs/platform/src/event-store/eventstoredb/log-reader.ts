import { setTimeout as pause } from 'node:timers/promises';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { UnreadableRecord } from '../../text-sealing/event-sealing.js';
import type { Head, RecordedEvent } from '../port.js';
import { ClockWatch, type ClockSetBack } from './clock-watch.js';
import { InstantSamples } from './instant-samples.js';
import { type StoredEvent, storedEvent } from './stored-event.js';
import { type TextKeyStore, withTextKeys } from './text-keys.js';
import type { WireClient } from './wire-client.js';
import { EventStoreDbRefusal, isFinal, isTransient } from './wire-failure.js';
import { readAllMessage, readStreamMessage } from './wire-messages.js';

/** Which streams of the server are ours. */
export interface OwnStreams {
  /** Stands in front of every stored stream's name, and of no name outside. */
  readonly namespace: string;
  /** How the stored names of our streams begin, the namespace included. */
  readonly storedPrefixes: readonly string[];
}

/** What reading needs. */
export interface LogReaderParts {
  readonly client: WireClient;
  readonly streams: OwnStreams;
  readonly textKeys: TextKeyStore;
  /** How long a read that fails on the way is tried again. */
  readonly retryWithinMs: number;
  readonly clockSetBack: (setBack: ClockSetBack) => void;
}

/** A position and when its event was recorded. */
export type Placed = Pick<RecordedEvent, 'position' | 'recordedAt'>;

/** Judges the events of one read, in order. */
type Judge = (stored: StoredEvent) => 'take' | 'leave' | 'stop';

/** What a read gave: when it came upon an event that is none of ours, what went before it, and why. */
interface ReadEvents {
  readonly events: readonly StoredEvent[];
  readonly unreadable?: UnreadableRecord;
}

const all = (): Judge => () => 'take';

/** A stream's events after a revision, each once: a server or a proxy that sends one twice is not believed. */
function streamTail(afterRevision: bigint, upToPosition?: bigint): Judge {
  let last = afterRevision;
  return ({ event }) => {
    if (event.revision <= last) return 'leave';
    if (upToPosition !== undefined && event.position > upToPosition) return 'stop';
    last = event.revision;
    return 'take';
  };
}

/** Between two samples of the log's times when it is read backwards. */
const SAMPLE_EVERY = 256;

/** Reads the log. A read changes nothing, so one that fails on the way is tried again. */
export class LogReader {
  readonly samples = new InstantSamples();
  readonly clock: ClockWatch;
  readonly #parts: LogReaderParts;

  constructor(parts: LogReaderParts) {
    this.#parts = parts;
    this.clock = new ClockWatch(parts.clockSetBack);
  }

  /** A stream's events after a revision, without their text keys; none when there is no such stream. */
  stream(name: string, afterRevision: bigint, upToPosition?: bigint): Promise<readonly StoredEvent[]> {
    const request = readStreamMessage(this.#parts.streams.namespace + name, afterRevision + 1n);
    return this.#read(request, () => streamTail(afterRevision, upToPosition));
  }

  /** As `stream`, but a failure on the way is the caller's to mend. */
  async streamOnce(name: string, afterRevision: bigint): Promise<readonly StoredEvent[]> {
    const request = readStreamMessage(this.#parts.streams.namespace + name, afterRevision + 1n);
    return readable(await this.#readOnce(request, streamTail(afterRevision)));
  }

  /** At most `limit` events after a position, in order, with their text keys. What comes before an unreadable one is given. */
  async all(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    const start = await this.startAt(after);
    // Reading includes the event at its start.
    const request = readAllMessage(this.#parts.streams.storedPrefixes, { from: start?.position ?? 'start', limit: limit + 1 });
    const read = await this.#retrying(() => this.#readOnce(request, all()));
    const events = inOrder(after, read.events).slice(0, limit);
    if (events.length === 0) readable(read);
    this.observe(start?.recordedAt, events);
    return this.withKeys(events);
  }

  /**
   * Where to begin in order to read what comes after a position: at the last event of ours that is not after it; undefined
   * for the log's beginning. The server can only be asked to begin where a record lies, and a caller may have counted.
   */
  async startAt(after: bigint): Promise<Placed | undefined> {
    if (after === 0n) return undefined;
    const request = readAllMessage(this.#parts.streams.storedPrefixes, { from: after, limit: 1 });
    const [there] = await this.#read(request).catch((error: unknown) => {
      if (error instanceof EventStoreDbRefusal && error.invalidArgument) return [];
      throw error;
    });
    return there?.event.position === after ? there.event : this.#lastBefore(after);
  }

  async #lastBefore(position: bigint): Promise<Placed | undefined> {
    const from = this.samples.firstBeyond(position) ?? 'end';
    let found: Placed | undefined;
    await this.#read(readAllMessage(this.#parts.streams.storedPrefixes, { from, backwards: true }), () => ({ event }) => {
      if (event.position > position) return 'leave';
      found = event;
      return 'stop';
    });
    return found;
  }

  async head(): Promise<Head> {
    const request = readAllMessage(this.#parts.streams.storedPrefixes, { from: 'end', backwards: true, limit: 1 });
    const [last] = await this.#read(request);
    return { position: last?.event.position ?? 0n, recordedAt: last?.event.recordedAt };
  }

  /** Reads backwards from the sample next after the instant, or from the end, to the first event not after it. */
  async positionAt(instant: string): Promise<bigint> {
    const upTo = new Date(instant).toISOString();
    const from = this.samples.firstAfter(upTo) ?? 'end';
    const request = readAllMessage(this.#parts.streams.storedPrefixes, { from, backwards: true });
    let found = 0n;
    await this.#read(request, () => {
      let passed = 0;
      return ({ event }) => {
        passed += 1;
        if (passed % SAMPLE_EVERY === 0) this.samples.note(event.position, event.recordedAt);
        if (event.recordedAt > upTo) return 'leave';
        found = event.position;
        return 'stop';
      };
    });
    return found;
  }

  /** Notes the times of events read in order, and reports where they go back. */
  observe(before: string | undefined, events: readonly StoredEvent['event'][]): void {
    this.clock.watch(before, events);
    const last = events.at(-1);
    if (last !== undefined) this.samples.note(last.position, last.recordedAt);
  }

  withKeys(events: readonly StoredEvent['event'][]): Promise<readonly RecordedEvent[]> {
    return withTextKeys(this.#parts.textKeys, events);
  }

  async #read(request: ReadReq, judge: () => Judge = all): Promise<readonly StoredEvent[]> {
    return readable(await this.#retrying(() => this.#readOnce(request, judge())));
  }

  async #retrying(read: () => Promise<ReadEvents>): Promise<ReadEvents> {
    const deadline = Date.now() + this.#parts.retryWithinMs;
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        return await read();
      } catch (error) {
        if (isFinal(error)) throw new EventStoreDbRefusal('let the log be read', error);
        if (!isTransient(error) || Date.now() >= deadline) throw error;
        await pause(delay);
      }
    }
  }

  async #readOnce(request: ReadReq, judge: Judge): Promise<ReadEvents> {
    const events: StoredEvent[] = [];
    try {
      for await (const message of this.#parts.client.read(request)) {
        const read = message.getEvent();
        if (read === undefined) continue;
        const stored = storedEvent(read, this.#parts.streams.namespace);
        const verdict = judge(stored);
        if (verdict === 'stop') break;
        if (verdict === 'take') events.push(stored);
      }
    } catch (error) {
      if (error instanceof UnreadableRecord) return { events, unreadable: error };
      throw error;
    }
    return { events };
  }
}

function readable({ events, unreadable }: ReadEvents): readonly StoredEvent[] {
  if (unreadable !== undefined) throw unreadable;
  return events;
}

/** The events after a position, each once: a server or a proxy that sends one twice is not believed. */
export function inOrder(after: bigint, stored: readonly StoredEvent[]): StoredEvent['event'][] {
  let last = after;
  return stored.flatMap(({ event }) => {
    if (event.position <= last) return [];
    last = event.position;
    return [event];
  });
}
