import type { ClientConfig, QueryResultRow } from 'pg';
import { answerFromRecord, appendRequest } from '../append-request.js';
import { ChangeSignal } from '../change-signal.js';
import { followLog } from '../follow-log.js';
import { KnownCommands } from '../known-commands.js';
import type {
  AnswerFromRecord,
  AppendOutcome,
  CommandMark,
  EventStore,
  ExpectedRevision,
  Head,
  NewEvent,
  RecordedEvent,
  StreamRange,
} from '../port.js';
import { type BatchRow, writeBatch } from './append-batch.js';
import { BatchWriter } from './batch-writer.js';
import { LogListener } from './log-listener.js';
import { LogReader } from './log-reader.js';
import { SingleConnection } from './single-connection.js';

/** How to reach the log, and its limits. Times are in milliseconds. */
export interface PostgresEventStoreOptions {
  readonly connectionString: string;
  /** The role to work as (`SET ROLE`), `checkpoint_app` unless the connection string already signs in as it. */
  readonly role?: string;
  /** Appends that may wait before EventStoreBusy; 4,096 unless given. */
  readonly queueLimit?: number;
  /** Appends written in one transaction at most; 512 unless given. */
  readonly appendsPerBatch?: number;
  /** Connections for reading; 4 unless given. Writing and listening take one more each. */
  readonly readers?: number;
  /** How long a statement may run; 10 s unless given. */
  readonly statementTimeoutMs?: number;
  /** How long a database that went away is waited for; 10 s unless given. */
  readonly reconnectWithinMs?: number;
  /** How often a subscription looks for events nobody told it of; 1 s unless given. */
  readonly pollEveryMs?: number;
}

/** What the server is given beyond its own limit before the connection itself is held for dead. */
const GRACE_MS = 5_000;

function connectionConfig(options: PostgresEventStoreOptions): ClientConfig {
  const statementTimeout = options.statementTimeoutMs ?? 10_000;
  return {
    connectionString: options.connectionString,
    application_name: 'checkpoint-event-store',
    keepAlive: true,
    connectionTimeoutMillis: GRACE_MS,
    statement_timeout: statementTimeout,
    idle_in_transaction_session_timeout: statementTimeout,
    query_timeout: statementTimeout + GRACE_MS,
    ...(options.role !== undefined && { options: `-c role=${options.role}` }),
  };
}

/** The log in PostgreSQL (schema `log`, made by `eventLogMigrations`). Connects when first used, and again after a loss. */
export class PostgresEventStore implements EventStore {
  readonly #connection: SingleConnection;
  readonly #writer: BatchWriter;
  readonly #reader: LogReader;
  readonly #commands: KnownCommands;
  readonly #listener: LogListener;
  readonly #changes = new ChangeSignal();
  readonly #closing = new AbortController();
  readonly #pollEveryMs: number;

  constructor(options: PostgresEventStoreOptions) {
    const config = connectionConfig(options);
    const reconnectWithinMs = options.reconnectWithinMs ?? 10_000;
    this.#connection = new SingleConnection(config);
    this.#reader = new LogReader({ ...config, max: options.readers ?? 4 }, reconnectWithinMs);
    this.#commands = new KnownCommands((stream, after) => this.#reader.stream(stream, after));
    this.#listener = new LogListener(config, this.#changes);
    this.#pollEveryMs = options.pollEveryMs ?? 1_000;
    this.#writer = new BatchWriter(
      {
        write: (batch) => writeBatch((statement) => this.#connection.query<BatchRow & QueryResultRow>(statement), batch),
        findRecorded: ({ stream, command }) => this.recordedCommand(stream, command, 'end'),
      },
      { queueLimit: options.queueLimit ?? 4_096, appendsPerBatch: options.appendsPerBatch ?? 512, reconnectWithinMs },
    );
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendOutcome> {
    if (this.#closing.signal.aborted) throw new Error('the event store is closed');
    const request = appendRequest(stream, expected, events);
    // Found at another revision it is a conflict, which tells; at the right one nothing else would.
    const recorded = expected === 'no-stream' ? undefined : await this.recordedCommand(stream, request.command, expected);
    if (recorded !== undefined) return recorded;
    const outcome = await this.#writer.append(request);
    if (outcome.outcome === 'appended') {
      const first = outcome.revision - BigInt(events.length - 1);
      this.#commands.appended(stream, request.command.commandId, first, outcome.revision);
    }
    return outcome;
  }

  async recordedCommand(stream: string, command: CommandMark, through: bigint | 'end'): Promise<AnswerFromRecord | undefined> {
    const first = await this.#commands.find(stream, command.commandId, through);
    return first === undefined ? undefined : answerFromRecord(command, await this.#reader.stream(stream, first - 1n));
  }

  async readStream(stream: string, range: StreamRange = {}): Promise<readonly RecordedEvent[]> {
    const events = await this.#reader.stream(stream, range.afterRevision, range.upToPosition);
    this.#commands.learn(stream, events);
    return events;
  }

  readTails(after: ReadonlyMap<string, bigint>): Promise<readonly RecordedEvent[]> {
    return this.#reader.tails(after);
  }

  readAll(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#reader.all(after, limit);
  }

  subscribe(
    after: bigint,
    options: { readonly signal: AbortSignal; readonly batchSize?: number },
  ): AsyncIterable<readonly RecordedEvent[]> {
    this.#listener.start();
    const signal = AbortSignal.any([options.signal, this.#closing.signal]);
    // A subscription outlives any outage: it waits for the database as long as anybody waits for it.
    const read = (position: bigint, limit: number) => this.#reader.allUntil(signal, position, limit);
    return followLog({ read, changes: this.#changes, pollEveryMs: this.#pollEveryMs }, after, { ...options, signal });
  }

  head(): Promise<Head> {
    return this.#reader.head();
  }

  positionAt(instant: string): Promise<bigint> {
    return this.#reader.positionAt(instant);
  }

  /** Takes no more appends, answers those that wait, ends the subscriptions and closes its connections. */
  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#writer.settled();
    await Promise.all([this.#connection.close(), this.#reader.close(), this.#listener.close()]);
  }
}
