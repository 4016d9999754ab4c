import { type AppendRequest, answerAppended, answerFromRecord, appendRequest } from '../append-request.js';
import { ChangeSignal } from '../change-signal.js';
import { followLog } from '../follow-log.js';
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

const POLL_EVERY_MS = 1_000;

/** The log in an array, for unit tests: the same promises as the other engines, except that nothing is durable. */
export class InMemoryEventStore implements EventStore {
  readonly #log: RecordedEvent[] = [];
  readonly #changes = new ChangeSignal();
  readonly #now: () => Date;

  /** Takes the clock that dates the events. */
  constructor(now: () => Date) {
    this.#now = now;
  }

  // Async, so that a refused request is a rejection here as in the other engines.
  // eslint-disable-next-line @typescript-eslint/require-await
  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendOutcome> {
    const request = appendRequest(stream, expected, events);
    const recorded = this.#recordedCommand(stream, request.command);
    if (recorded !== undefined) return recorded;
    const actual = this.#lastRevision(stream);
    if (actual !== expected) return { outcome: 'conflict', actual };
    return this.#record(request);
  }

  recordedCommand(stream: string, command: CommandMark): Promise<AnswerFromRecord | undefined> {
    return Promise.resolve(this.#recordedCommand(stream, command));
  }

  readStream(stream: string, { afterRevision = -1n, upToPosition }: StreamRange = {}): Promise<readonly RecordedEvent[]> {
    const upTo = upToPosition ?? BigInt(this.#log.length);
    const wanted = (event: RecordedEvent): boolean =>
      event.stream === stream && event.revision > afterRevision && event.position <= upTo;
    return Promise.resolve(this.#log.filter(wanted));
  }

  readTails(after: ReadonlyMap<string, bigint>): Promise<readonly RecordedEvent[]> {
    return Promise.resolve(this.#log.filter(({ stream, revision }) => revision > (after.get(stream) ?? revision)));
  }

  readAll(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return Promise.resolve(this.#log.slice(Number(after), Number(after) + limit));
  }

  subscribe(
    after: bigint,
    options: { readonly signal: AbortSignal; readonly batchSize?: number },
  ): AsyncIterable<readonly RecordedEvent[]> {
    const read = (position: bigint, limit: number) => this.readAll(position, limit);
    return followLog({ read, changes: this.#changes, pollEveryMs: POLL_EVERY_MS }, after, options);
  }

  head(): Promise<Head> {
    const last = this.#log.at(-1);
    return Promise.resolve({ position: last?.position ?? 0n, recordedAt: last?.recordedAt });
  }

  positionAt(instant: string): Promise<bigint> {
    const upTo = new Date(instant).toISOString();
    return Promise.resolve(this.#log.findLast((event) => event.recordedAt <= upTo)?.position ?? 0n);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #lastRevision(stream: string): ExpectedRevision {
    return this.#log.findLast((event) => event.stream === stream)?.revision ?? 'no-stream';
  }

  #recordedCommand(stream: string, command: CommandMark): AnswerFromRecord | undefined {
    const events = this.#log.filter((event) => event.stream === stream);
    const first = events.findIndex(({ metadata }) => metadata.commandId === command.commandId);
    return first < 0 ? undefined : answerFromRecord(command, events.slice(first));
  }

  #record(request: AppendRequest): AppendOutcome {
    const now = this.#now().toISOString();
    const last = this.#log.at(-1)?.recordedAt ?? now;
    const recordedAt = last > now ? last : now;
    const answer = answerAppended(request, BigInt(this.#log.length) + 1n, recordedAt);
    if (answer.outcome !== 'appended') return answer;
    request.events.forEach((event, step) => {
      const place = answer.events[step];
      if (place === undefined) return;
      this.#log.push({ ...event, stream: request.stream, revision: place.revision, position: place.position, recordedAt });
    });
    this.#changes.raise();
    return answer;
  }
}
