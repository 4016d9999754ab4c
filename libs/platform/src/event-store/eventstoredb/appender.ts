import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AppendRequest, answerFromRecord } from '../append-request.js';
import { KnownCommands } from '../known-commands.js';
import { type AnswerFromRecord, type AppendOutcome, AppendOutcomeUnknown, type CommandMark } from '../port.js';
import type { LogReader } from './log-reader.js';
import { metadataWith, type StoredEvent } from './stored-event.js';
import { sealedHash, type TextKeyStore } from './text-keys.js';
import type { WireClient } from './wire-client.js';
import { EventStoreDbRefusal, isFinal, isTransient, wrongExpectedRevision } from './wire-failure.js';
import { appendMessages } from './wire-messages.js';

/** What appending needs. */
export interface AppenderParts {
  readonly client: WireClient;
  readonly reader: LogReader;
  readonly textKeys: TextKeyStore;
  readonly namespace: string;
  /** How long a server that went away is waited for. */
  readonly reconnectWithinMs: number;
}

/** One call of `append`, and the mark its events carry. */
interface Attempt {
  readonly request: AppendRequest;
  readonly mark: string;
}

/**
 * Appends with the exact expected revision only, so that of anything sent twice at most one is written. What became of an
 * append is never taken from the answer: it is read back from the stream, which also says where and when it was recorded.
 */
export class Appender {
  readonly commands: KnownCommands;
  readonly #parts: AppenderParts;

  constructor(parts: AppenderParts) {
    this.#parts = parts;
    this.commands = new KnownCommands(async (stream, after) =>
      (await parts.reader.stream(stream, after)).map(({ event }) => event),
    );
  }

  /** Rejects with AppendOutcomeUnknown when the server stayed away, and with EventStoreDbRefusal when it said no for good. */
  async append(request: AppendRequest): Promise<AppendOutcome> {
    const attempt = { request, mark: randomUUID() };
    try {
      const recorded = request.expected === 'no-stream' ? undefined : await this.#recordedCommand(attempt, request.expected);
      if (recorded !== undefined) return recorded;
    } catch (error) {
      if (isTransient(error)) throw new AppendOutcomeUnknown({ cause: error });
      throw error;
    }
    await this.#fileTextKeys(request);
    return this.#write(attempt);
  }

  async #write(attempt: Attempt): Promise<AppendOutcome> {
    const deadline = Date.now() + this.#parts.reconnectWithinMs;
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        return await this.#writeOnce(attempt);
      } catch (error) {
        if (isFinal(error)) throw new EventStoreDbRefusal('append', error);
        if (!isTransient(error)) throw error;
        if (Date.now() >= deadline) throw new AppendOutcomeUnknown({ cause: error });
        await pause(delay);
        // It may have been written all the same; sent again blindly it would be taken for another's.
        const settled = await this.#tailAnswer(attempt).catch(unlessTransient);
        if (settled !== undefined) return settled;
      }
    }
  }

  async #writeOnce(attempt: Attempt): Promise<AppendOutcome> {
    const { request } = attempt;
    const actual = await this.#send(attempt);
    if (actual !== undefined)
      return (
        (await this.#recordedCommand(attempt, 'end')) ?? { outcome: 'conflict', actual: actual === 'none' ? 'no-stream' : actual }
      );
    const answer = await this.#tailAnswer(attempt);
    if (answer !== undefined) return answer;
    const cause = new Error(`EventStoreDB took an append to ${request.stream} and does not show it`);
    throw new AppendOutcomeUnknown({ cause });
  }

  /** Undefined when it was taken, or else the revision the stream has. */
  async #send({ request, mark }: Attempt): Promise<bigint | 'none' | undefined> {
    const events = request.events.map(({ id, type, payload, metadata }) => ({
      id,
      type,
      payload,
      metadata: metadataWith(metadata, mark),
    }));
    try {
      const messages = appendMessages(this.#parts.namespace + request.stream, request.expected, events);
      const answer = await this.#parts.client.append(messages);
      const refused = answer.getWrongExpectedVersion();
      if (refused === undefined) return undefined;
      return refused.hasCurrentRevision() ? BigInt(refused.getCurrentRevision()) : 'none';
    } catch (error) {
      const actual = wrongExpectedRevision(error);
      if (actual === undefined) throw error;
      return actual === 'no-stream' ? 'none' : actual;
    }
  }

  /** What the stream says after the expected revision: undefined when it ends there. */
  async #tailAnswer(attempt: Attempt): Promise<AppendOutcome | undefined> {
    const { stream, expected } = attempt.request;
    const tail = await this.#parts.reader.streamOnce(stream, expected === 'no-stream' ? -1n : expected);
    const last = tail.at(-1);
    if (last === undefined) return undefined;
    this.commands.learn(
      stream,
      tail.map(({ event }) => event),
    );
    const { commandId } = attempt.request.command;
    const first = tail.findIndex(({ event }) => event.metadata.commandId === commandId);
    const answer = first < 0 ? undefined : answerOf(attempt, tail.slice(first));
    return answer ?? { outcome: 'conflict', actual: last.event.revision };
  }

  /** The command's first answer, if the stream has it; looked for at least as far as a revision. */
  async recordedCommand(stream: string, command: CommandMark, through: bigint): Promise<AnswerFromRecord | undefined> {
    return answerFromRecord(
      command,
      (await this.#recorded(stream, command, through)).map(({ event }) => event),
    );
  }

  /** As `recordedCommand`, but 'appended' when this attempt is the one that recorded it. */
  async #recordedCommand(attempt: Attempt, through: bigint | 'end'): Promise<AppendOutcome | undefined> {
    const { stream, command } = attempt.request;
    return answerOf(attempt, await this.#recorded(stream, command, through));
  }

  /** The stream from the command's first event on; nothing when it is not there. */
  async #recorded(stream: string, { commandId }: CommandMark, through: bigint | 'end'): Promise<readonly StoredEvent[]> {
    const first = await this.commands.find(stream, commandId, through);
    return first === undefined ? [] : this.#parts.reader.stream(stream, first - 1n);
  }

  async #fileTextKeys({ events }: AppendRequest): Promise<void> {
    const keys = events.flatMap(({ id, payload, textKey }) =>
      textKey === undefined ? [] : [{ eventId: id, sealedHash: sealedHash(payload), key: textKey }],
    );
    if (keys.length > 0) await this.#parts.textKeys.file(keys);
  }
}

/** What the stream from the command's first event on answers this attempt: 'appended' when that event is its own. */
function answerOf({ request, mark }: Attempt, stored: readonly StoredEvent[]): AppendOutcome | undefined {
  const answer = answerFromRecord(
    request.command,
    stored.map(({ event }) => event),
  );
  return answer?.outcome === 'repeated' && stored[0]?.attempt === mark ? { ...answer, outcome: 'appended' } : answer;
}

function unlessTransient(error: unknown): undefined {
  if (!isTransient(error)) throw error;
}
