/**
 * The event store's port: what every engine promises (docs/event-log.md). Positions and revisions are `bigint` inside
 * the service and strings at every JSON edge.
 */

/** Who did it, as which command, and why: everything about an event that is not its content. Hashed, so never edited. */
export interface EventMetadata {
  /** The person's id; names stand in a side table. */
  readonly actor: string;
  /** The role the person acted in. */
  readonly role: string;
  readonly commandId: string;
  /** SHA-256 (hex) of the canonical, validated request. */
  readonly commandHash: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** The day the event is about (heldOn, decidedOn, publishedAt), when it has one. */
  readonly businessDate?: string;
}

/** An event ready to be appended. */
export interface NewEvent {
  readonly id: string;
  /** The stored name with its version, e.g. `RatingProposed.v1`. */
  readonly type: string;
  /** Canonical JSON (RFC 8785), free texts sealed. Stored and returned byte for byte. */
  readonly payload: string;
  readonly metadata: EventMetadata;
  /** The key its free texts are sealed under; absent when it has none. */
  readonly textKey?: Uint8Array;
}

/** An event as recorded. */
export interface RecordedEvent extends NewEvent {
  /** Strictly increasing along the log; on PostgreSQL dense, 1..n. */
  readonly position: bigint;
  readonly stream: string;
  /** Dense per stream, from 0. */
  readonly revision: bigint;
  /** RFC 3339 in UTC with milliseconds, assigned by the store, never decreasing along the log. */
  readonly recordedAt: string;
}

/** What the caller believes the stream's last revision is. */
export type ExpectedRevision = bigint | 'no-stream';

/** Where the events of one append came to lie. */
export interface AppendedEvents {
  readonly revision: bigint;
  readonly position: bigint;
  readonly recordedAt: string;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly revision: bigint;
    readonly position: bigint;
  }[];
}

/** The outcome of an append. A conflict is an answer, not an exception. */
export type AppendOutcome =
  | ({ readonly outcome: 'appended' } & AppendedEvents)
  /** The same command was recorded before: its first result, whatever has happened since. */
  | ({ readonly outcome: 'repeated' } & AppendedEvents)
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision }
  /** The command id was used before for another request. */
  | { readonly outcome: 'command-reused' };

/** Which command, and of which request: what an append carries in the metadata of each of its events. */
export type CommandMark = Pick<EventMetadata, 'commandId' | 'commandHash'>;

/** What a command is answered that its stream has recorded before, by itself or by another request under its id. */
export type AnswerFromRecord = Extract<AppendOutcome, { outcome: 'repeated' | 'command-reused' }>;

/** The end of the log: position 0 and no time when it is empty. */
export interface Head {
  readonly position: bigint;
  readonly recordedAt: string | undefined;
}

/** Which part of a stream to read. */
export interface StreamRange {
  /** Only events after this revision. */
  readonly afterRevision?: bigint;
  /** Only events at or before this position of the log. */
  readonly upToPosition?: bigint;
}

/** The append-only log. */
export interface EventStore {
  /**
   * Appends all events or none, durably, if the stream's last revision is the expected one. All events of one call carry
   * the same command id and hash in their metadata.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendOutcome>;
  /**
   * What a command is answered that the stream has recorded up to a revision, or a later one; undefined when it is not there.
   * `append` looks by itself: this is for whoever must know before there is something to append.
   */
  recordedCommand(stream: string, command: CommandMark, through: bigint): Promise<AnswerFromRecord | undefined>;
  /** The stream's events in order; empty when there is no such stream. */
  readStream(stream: string, range?: StreamRange): Promise<readonly RecordedEvent[]>;
  /**
   * What several streams hold after the revision given for each (-1 for all of it), in order within each stream: one question,
   * however many they are, where the engine can be asked so.
   */
  readTails(after: ReadonlyMap<string, bigint>): Promise<readonly RecordedEvent[]>;
  /** At most `limit` events after a position, in order. */
  readAll(after: bigint, limit: number): Promise<readonly RecordedEvent[]>;
  /**
   * Every event after a position, once and in order, in batches, across reconnects and slow consumers, until the signal
   * aborts. Yields an empty batch each time it has caught up.
   */
  subscribe(
    after: bigint,
    options: { readonly signal: AbortSignal; readonly batchSize?: number },
  ): AsyncIterable<readonly RecordedEvent[]>;
  head(): Promise<Head>;
  /** The last position recorded at or before an instant (RFC 3339); 0 when there is none. */
  positionAt(instant: string): Promise<bigint>;
  close(): Promise<void>;
}

/** The append was refused because too much waits already: nothing was written, try again shortly. */
export class EventStoreBusy extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('the event store has too much waiting; nothing was written');
    this.name = 'EventStoreBusy';
  }
}

/**
 * The database went away before it answered and did not come back in time. The append may have been recorded or not;
 * the same command sent again gets its first answer, or is written then.
 */
export class AppendOutcomeUnknown extends Error {
  constructor(options?: ErrorOptions) {
    super('the event store did not answer; whether the append was recorded is not known, and sending it again is safe', options);
    this.name = 'AppendOutcomeUnknown';
  }
}
