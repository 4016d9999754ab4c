import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { UnreadableRecord } from '../../text-sealing/event-sealing.js';
import { ChangeSignal } from '../change-signal.js';
import type { StoredEvent } from './stored-event.js';

/** The server ended a subscription, let it fall silent, or never began it. */
export class SubscriptionDropped extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(`the subscription was dropped: ${reason}`, options);
    this.name = 'SubscriptionDropped';
  }
}

/** What one subscription needs. Times are in milliseconds. */
export interface CatchUpOptions {
  readonly after: bigint;
  readonly batchSize: number;
  readonly signal: AbortSignal;
  readonly decode: (message: ReadResp.ReadEvent) => StoredEvent;
  /** The position of the last event of ours in the log. */
  readonly headPosition: () => Promise<bigint>;
  readonly confirmWithinMs: number;
  /** How long to trust silence before asking where the log ends. */
  readonly lookEveryMs: number;
}

/** While catching up, a batch is not given out half full only because the next message is still on its way. */
const GATHER_MS = 20;

/**
 * Reads one subscription to its end: batches in order, each event once; an empty one whenever it has caught up. Messages
 * are taken one by one and only when asked for, so that a slow consumer holds back the server, not memory. However the
 * server ends it, it throws: an end of a subscription is a drop, whatever the server calls it.
 */
export class CatchUp {
  readonly #stream: ClientReadableStream<ReadResp>;
  readonly #options: CatchUpOptions;
  readonly #news = new ChangeSignal();
  #batch: StoredEvent['event'][] = [];
  #position: bigint;
  #confirmed = false;
  #live = false;
  #ended: Error | undefined;
  /** Where the log was seen to end when nothing had come for a while. */
  #awaited: bigint | undefined;

  constructor(stream: ClientReadableStream<ReadResp>, options: CatchUpOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#position = options.after;
    const end = (reason: string) => (error?: unknown) => {
      this.#ended ??= new SubscriptionDropped(reason, { cause: error });
      this.#news.raise();
    };
    stream.on('readable', () => this.#news.raise());
    stream.on('end', end('the server ended it'));
    stream.on('close', end('it was closed'));
    stream.on('error', end('its connection failed'));
  }

  async *batches(): AsyncGenerator<readonly StoredEvent['event'][]> {
    const { signal, batchSize } = this.#options;
    while (!signal.aborted) {
      const seen = this.#news.count;
      if (this.#takeNext()) {
        if (this.#batch.length >= batchSize) yield this.#takeBatch();
      } else if (this.#batch.length > 0) {
        if (await this.#nothingFollows(seen)) yield this.#takeBatch();
      } else {
        if (this.#ended) throw this.#ended;
        if (this.#live) yield [];
        if (!(await this.#moreWithin(this.#patience(), seen))) await this.#look();
      }
    }
  }

  /** Whether a batch is to be given out as it is. */
  async #nothingFollows(seen: number): Promise<boolean> {
    return this.#live || this.#ended !== undefined || !(await this.#moreWithin(GATHER_MS, seen));
  }

  /** Takes a message, if one is there. Nothing after an unreadable event is looked at. */
  #takeNext(): boolean {
    if (this.#ended instanceof UnreadableRecord) return false;
    const message = this.#stream.read() as ReadResp | null;
    if (message !== null) this.#take(message);
    return message !== null;
  }

  #patience(): number {
    return this.#confirmed ? this.#options.lookEveryMs : this.#options.confirmWithinMs;
  }

  async #moreWithin(waitMs: number, seen: number): Promise<boolean> {
    await this.#news.after(seen, waitMs, this.#options.signal);
    return this.#news.count !== seen || this.#options.signal.aborted;
  }

  #take(message: ReadResp): void {
    if (message.hasConfirmation()) this.#confirmed = true;
    if (message.hasCaughtUp()) this.#live = true;
    if (message.hasFellBehind()) this.#live = false;
    const read = message.getEvent();
    if (read === undefined) return;
    this.#confirmed = true;
    try {
      const { event } = this.#options.decode(read);
      if (event.position <= this.#position) return;
      this.#position = event.position;
      this.#batch.push(event);
    } catch (error) {
      if (!(error instanceof UnreadableRecord)) throw error;
      // What came before it is delivered first.
      this.#ended = error;
    }
  }

  #takeBatch(): readonly StoredEvent['event'][] {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  /** Nothing came for a while: either there is nothing, or the server has forgotten the subscription. */
  async #look(): Promise<void> {
    if (!this.#confirmed) throw new SubscriptionDropped('the server never confirmed it');
    const head = await this.#options.headPosition();
    if (head <= this.#position) this.#live = true;
    else if (this.#awaited !== undefined && this.#awaited > this.#position)
      throw new SubscriptionDropped('events are in the log and do not arrive');
    this.#awaited = head;
  }
}
