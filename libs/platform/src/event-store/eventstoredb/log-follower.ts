import { setTimeout as pause } from 'node:timers/promises';
import { UnreadableRecord } from '../../text-sealing/event-sealing.js';
import type { RecordedEvent } from '../port.js';
import { CatchUp, SubscriptionDropped } from './catch-up.js';
import type { LogReader, OwnStreams, Placed } from './log-reader.js';
import { type StoredEvent, storedEvent } from './stored-event.js';
import type { WireClient } from './wire-client.js';
import { EventStoreDbRefusal, isFinal, isTransient } from './wire-failure.js';
import { subscribeMessage } from './wire-messages.js';

/** What following the log needs. Times are in milliseconds. */
export interface LogFollowerParts {
  readonly client: WireClient;
  readonly reader: LogReader;
  readonly streams: OwnStreams;
  readonly confirmWithinMs: number;
  readonly lookEveryMs: number;
  /** Told of each subscription that was lost and will be taken up again. */
  readonly dropped: (reason: string, position: bigint) => void;
}

/** How a follower is asked to follow. */
interface FollowOptions {
  readonly signal: AbortSignal;
  readonly batchSize: number;
}

const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 5_000;

/**
 * Follows the log by one catch-up subscription after another: however the server ends one, the next begins at the last
 * position delivered, after a pause that grows while nothing comes of it.
 */
export class LogFollower {
  readonly #parts: LogFollowerParts;
  #position: bigint;
  /** The event of ours at that position or, until something was delivered, before it. */
  #last: Placed | undefined;
  #started = false;
  #announced = false;
  #pauseMs = FIRST_PAUSE_MS;

  constructor(parts: LogFollowerParts, after: bigint) {
    this.#parts = parts;
    this.#position = after;
  }

  /** Ends when the signal aborts; throws what subscribing again cannot mend. */
  async *follow(options: FollowOptions): AsyncGenerator<readonly RecordedEvent[]> {
    while (!options.signal.aborted) {
      const began = Date.now();
      try {
        yield* this.#once(options);
      } catch (error) {
        if (options.signal.aborted) return;
        this.#mayGoOn(error);
        if (Date.now() - began > LAST_PAUSE_MS) this.#pauseMs = FIRST_PAUSE_MS;
        await pause(this.#pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
        this.#pauseMs = Math.min(this.#pauseMs * 2, LAST_PAUSE_MS);
      }
    }
  }

  async *#once(options: FollowOptions): AsyncGenerator<readonly RecordedEvent[]> {
    const { signal } = options;
    for await (const events of this.#catchUp(options)) {
      if (signal.aborted) return;
      const last = events.at(-1);
      if (last !== undefined) {
        const batch = await this.#complete(events);
        this.#position = last.position;
        this.#last = last;
        this.#announced = false;
        this.#pauseMs = FIRST_PAUSE_MS;
        yield batch;
      } else if (!this.#announced) {
        this.#announced = true;
        yield [];
      }
    }
  }

  /** The events with their text keys, their times compared with the one before. */
  async #complete(events: readonly StoredEvent['event'][]): Promise<readonly RecordedEvent[]> {
    const batch = await this.#parts.reader.withKeys(events);
    this.#parts.reader.observe(this.#last?.recordedAt, events);
    return batch;
  }

  async *#catchUp({ signal, batchSize }: FollowOptions): AsyncGenerator<readonly StoredEvent['event'][]> {
    const { client, reader, streams, confirmWithinMs, lookEveryMs } = this.#parts;
    if (!this.#started) this.#last = await reader.startAt(this.#position);
    this.#started = true;
    const stream = await client.open(subscribeMessage(streams.storedPrefixes, this.#last?.position ?? 0n));
    try {
      yield* new CatchUp(stream, {
        after: this.#position,
        batchSize,
        signal,
        decode: (message) => storedEvent(message, streams.namespace),
        headPosition: async () => (await reader.head()).position,
        confirmWithinMs,
        lookEveryMs,
      }).batches();
    } finally {
      stream.cancel();
    }
  }

  /** Throws an unreadable event, and what the server refuses for good; reports anything else. */
  #mayGoOn(error: unknown): void {
    const cause = error instanceof SubscriptionDropped ? error.cause : error;
    if (isFinal(cause)) throw new EventStoreDbRefusal('let the log be followed', cause);
    if (error instanceof UnreadableRecord) throw error;
    if (!(error instanceof SubscriptionDropped) && !isTransient(error)) throw error;
    this.#parts.dropped(error instanceof Error ? error.message : String(error), this.#position);
  }
}
