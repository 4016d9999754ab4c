import { canonicalJson } from '#kernel/canonical-json.js';
import type { AnswerFromRecord, AppendOutcome, CommandMark, ExpectedRevision, NewEvent, RecordedEvent } from './port.js';

/** One call of `append`, as the engines pass it on. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** Canonical JSON, one per event. */
  readonly metadata: readonly string[];
  readonly command: CommandMark;
}

/**
 * Checks what every engine relies on. Throws TypeError, since a caller that breaks it is a bug: no events, events of
 * several commands, or text that UTF-8 cannot hold and that would come back changed.
 */
export function appendRequest(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): AppendRequest {
  const [first] = events;
  if (first === undefined) throw new TypeError('an append needs at least one event');
  const { commandId, commandHash } = first.metadata;
  for (const event of events) {
    if (event.metadata.commandId !== commandId || event.metadata.commandHash !== commandHash)
      throw new TypeError('the events of one append carry the same command id and hash');
    if (!event.payload.isWellFormed()) throw new TypeError(`the payload of event ${event.id} is not well-formed Unicode`);
  }
  const metadata = events.map((event) => canonicalJson(event.metadata));
  return { stream, expected, events, metadata, command: { commandId, commandHash } };
}

/** What a command already in its stream answers, given the stream's events from the command's first on; undefined for none. */
export function answerFromRecord(command: CommandMark, fromItsFirst: readonly RecordedEvent[]): AnswerFromRecord | undefined {
  const end = fromItsFirst.findIndex(({ metadata }) => metadata.commandId !== command.commandId);
  const recorded = end < 0 ? fromItsFirst : fromItsFirst.slice(0, end);
  const last = recorded.at(-1);
  if (last === undefined) return undefined;
  if (last.metadata.commandHash !== command.commandHash) return { outcome: 'command-reused' };
  const events = recorded.map(({ id, type, revision, position }) => ({ id, type, revision, position }));
  return { outcome: 'repeated', revision: last.revision, position: last.position, recordedAt: last.recordedAt, events };
}

/** What an accepted append answers, given where its first event came to lie. */
export function answerAppended(request: AppendRequest, firstPosition: bigint, recordedAt: string): AppendOutcome {
  const firstRevision = request.expected === 'no-stream' ? 0n : request.expected + 1n;
  const events = request.events.map(({ id, type }, step) => ({
    id,
    type,
    revision: firstRevision + BigInt(step),
    position: firstPosition + BigInt(step),
  }));
  const steps = BigInt(request.events.length - 1);
  return { outcome: 'appended', revision: firstRevision + steps, position: firstPosition + steps, recordedAt, events };
}
