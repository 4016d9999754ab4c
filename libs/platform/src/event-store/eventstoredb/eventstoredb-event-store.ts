import { appendRequest } from '../append-request.js';
import {
  type AnswerFromRecord,
  type AppendOutcome,
  type CommandMark,
  type EventStore,
  EventStoreBusy,
  type ExpectedRevision,
  type Head,
  type NewEvent,
  type RecordedEvent,
  type StreamRange,
} from '../port.js';
import { Appender } from './appender.js';
import type { ClockSetBack } from './clock-watch.js';
import { LogFollower, type LogFollowerParts } from './log-follower.js';
import { LogReader, type OwnStreams } from './log-reader.js';
import type { TextKeyStore } from './text-keys.js';
import { WireClient } from './wire-client.js';

/** How to reach the log, which streams are its, and its limits. Times are in milliseconds. */
export interface EventStoreDbOptions {
  /** `esdb://...` or `esdb+discover://...`, as EventStoreDB's documentation describes them. */
  readonly connectionString: string;
  readonly textKeys: TextKeyStore;
  /** Stands before every stream's name on the server, and of no other's: `''` for a server that holds nothing else. */
  readonly namespace: string;
  /** How our streams' names begin; a stream that begins otherwise is refused, since no reader would see it. Any unless given. */
  readonly streamPrefixes?: readonly string[];
  /** Told of each place in the log where the server's clock went back. */
  readonly clockSetBack: (setBack: ClockSetBack) => void;
  /** Told of each subscription that was lost and will be taken up again. */
  readonly subscriptionDropped: (reason: string, position: bigint) => void;
  /** How long any one call may be silent; 5 s unless given. */
  readonly callTimeoutMs?: number;
  /** How long a server that went away is waited for; 10 s unless given. */
  readonly reconnectWithinMs?: number;
  /** Appends under way at a time before EventStoreBusy; 4,096 unless given. */
  readonly queueLimit?: number;
  /** How long a subscription trusts silence before it looks where the log ends; 5 s unless given. */
  readonly lookEveryMs?: number;
}

function ownStreams({ namespace, streamPrefixes = [''] }: EventStoreDbOptions): OwnStreams {
  const storedPrefixes = streamPrefixes.map((prefix) => namespace + prefix);
  if (storedPrefixes.length === 0 || storedPrefixes.some((prefix) => prefix === '' || prefix.startsWith('$')))
    throw new TypeError('the prefixes of our streams must be given, and none may take in the streams of the server itself');
  return { namespace, storedPrefixes };
}

/**
 * The log in EventStoreDB (docs/eventstoredb.md). A position is the commit position of the event: strictly increasing, not
 * dense. Connects when first used, and again after a loss; asks the leader only.
 */
export class EventStoreDbEventStore implements EventStore {
  readonly #client: WireClient;
  readonly #reader: LogReader;
  readonly #appender: Appender;
  readonly #streams: OwnStreams;
  readonly #following: LogFollowerParts;
  readonly #queueLimit: number;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(options: EventStoreDbOptions) {
    const { textKeys, clockSetBack, reconnectWithinMs = 10_000, callTimeoutMs = 5_000 } = options;
    const streams = ownStreams(options);
    const client = new WireClient(options.connectionString, callTimeoutMs);
    const reader = new LogReader({ client, streams, textKeys, retryWithinMs: reconnectWithinMs, clockSetBack });
    this.#streams = streams;
    this.#client = client;
    this.#reader = reader;
    this.#appender = new Appender({ client, reader, textKeys, namespace: streams.namespace, reconnectWithinMs });
    this.#following = {
      client,
      reader,
      streams,
      confirmWithinMs: callTimeoutMs,
      lookEveryMs: options.lookEveryMs ?? 5_000,
      dropped: options.subscriptionDropped,
    };
    this.#queueLimit = options.queueLimit ?? 4_096;
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendOutcome> {
    if (this.#closing.signal.aborted) throw new Error('the event store is closed');
    const request = appendRequest(stream, expected, events);
    if (!this.#streams.storedPrefixes.some((prefix) => (this.#streams.namespace + stream).startsWith(prefix)))
      throw new TypeError(`no reader would see stream ${stream}: its name begins like none of ours`);
    if (this.#underWay.size >= this.#queueLimit) throw new EventStoreBusy(1);
    const appending = this.#appender.append(request);
    this.#underWay.add(appending);
    try {
      return await appending;
    } finally {
      this.#underWay.delete(appending);
    }
  }

  recordedCommand(stream: string, command: CommandMark, through: bigint): Promise<AnswerFromRecord | undefined> {
    return this.#appender.recordedCommand(stream, command, through);
  }

  async readStream(stream: string, range: StreamRange = {}): Promise<readonly RecordedEvent[]> {
    const stored = await this.#reader.stream(stream, range.afterRevision ?? -1n, range.upToPosition);
    const events = stored.map(({ event }) => event);
    this.#appender.commands.learn(stream, events);
    return this.#reader.withKeys(events);
  }

  /** A server of this kind can be asked for one stream at a time. */
  async readTails(after: ReadonlyMap<string, bigint>): Promise<readonly RecordedEvent[]> {
    const tails = [...after].map(([stream, afterRevision]) => this.readStream(stream, { afterRevision }));
    return (await Promise.all(tails)).flat();
  }

  readAll(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#reader.all(after, limit);
  }

  /** By catch-up subscriptions, each taken up where the one before was lost. */
  subscribe(
    after: bigint,
    options: { readonly signal: AbortSignal; readonly batchSize?: number },
  ): AsyncIterable<readonly RecordedEvent[]> {
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    return new LogFollower(this.#following, after).follow({ signal, batchSize: options.batchSize ?? 500 });
  }

  head(): Promise<Head> {
    return this.#reader.head();
  }

  positionAt(instant: string): Promise<bigint> {
    return this.#reader.positionAt(instant);
  }

  /** Takes no more appends, answers those under way, ends the subscriptions and closes its connections. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#underWay);
    await this.#client.close();
  }
}
