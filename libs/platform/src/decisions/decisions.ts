import type { Codec } from '#kernel/codec.js';
import type { Decider } from '#kernel/decider.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import type { AnswerFromRecord, AppendOutcome, EventStore, NewEvent } from '../event-store/port.js';
import { toNewEvent } from '../text-sealing/event-sealing.js';
import type { CommandOrigin } from './command-identity.js';
import { type FoldedStream, FoldedStreams, type StreamMoment } from './folded-streams.js';
import { StreamTurns } from './stream-turns.js';

/** What a command led to: the events recorded for it, none when there was nothing new to say. */
export interface Recorded {
  readonly recorded: true;
  /** Whether this is the first answer given again to a repeated command. */
  readonly repeated: boolean;
  /** The stream's last revision after the command. */
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** Refusals every stream shares. */
export type DecisionRule = 'idempotency-key-reused' | 'too-many-writers';

/** A kind of stream: how it behaves and how its events are stored. */
export interface DecisionBehaviour<State, Command, Event extends { type: string; data: unknown }, Rule extends string> {
  readonly store: EventStore;
  readonly decider: Decider<State, Command, Event, Rule>;
  readonly codec: Codec<Event>;
  /** The day an event is about, for its metadata; undefined when it has none. */
  readonly businessDateOf?: (event: Event) => string | undefined;
  /**
   * Whether an event, by the name it is stored under, speaks of the record rather than of the world: that it was opened,
   * or was wrong. What was true on a day is told by all that is known of it, so these count for every day.
   */
  readonly isAboutTheRecord?: (storedName: string) => boolean;
}

/** Other processes may win a race again and again; past this many lost races the person is asked to try again. */
const MOST_RACES = 20;

/**
 * Runs commands on one kind of stream: take the stream's turn, load and fold, answer a repeated command with its first
 * answer, decide, append at the loaded revision, and decide again when another process was quicker.
 */
export class Decisions<State, Command, Event extends { type: string; data: unknown }, Rule extends string> {
  private readonly turns = new StreamTurns();
  private readonly streams: FoldedStreams<State, Event>;

  constructor(private readonly behaviour: DecisionBehaviour<State, Command, Event, Rule>) {
    this.streams = new FoldedStreams(behaviour);
  }

  /** The stream as it stands now. */
  current(stream: string): Promise<FoldedStream<State>> {
    return this.streams.current(stream);
  }

  /** The stream as this process last knew it: enough to say where a record lies, never what its rating is. */
  lastKnown(stream: string): Promise<FoldedStream<State>> {
    return this.streams.recent(stream);
  }

  /** The stream as it stood at a moment. */
  asAt(stream: string, moment: StreamMoment): Promise<FoldedStream<State>> {
    return this.streams.asAt(stream, moment);
  }

  /**
   * Decides one command and records the outcome, all or nothing. `beforeAppend` does what must stand beside the log before
   * the events do; a command that is refused, or repeated, never gets that far.
   */
  run(
    stream: string,
    command: Command,
    origin: CommandOrigin,
    beforeAppend?: () => Promise<void>,
  ): Promise<Recorded | Refusal<Rule | DecisionRule>> {
    return this.turns.take(stream, () => this.decide(stream, command, origin, beforeAppend));
  }

  private async decide(
    stream: string,
    command: Command,
    origin: CommandOrigin,
    beforeAppend?: () => Promise<void>,
  ): Promise<Recorded | Refusal<Rule | DecisionRule>> {
    let folded = await this.streams.recent(stream);
    for (let race = 0; race < MOST_RACES; race++) {
      const before = await this.behaviour.store.recordedCommand(stream, origin, folded.revision);
      if (before !== undefined) return fromRecord(before);

      const decided = this.behaviour.decider.decide(command, folded.state);
      if (isRefusal(decided) || decided.length === 0) {
        const current = await this.streams.current(stream);
        if (current.revision === folded.revision) return isRefusal(decided) ? decided : nothingNew(folded);
        folded = current;
        continue;
      }

      await beforeAppend?.();
      const appended = await this.append(stream, folded, decided, origin);
      if (appended.outcome === 'appended') {
        this.streams.appended(stream, folded, decided, appended);
        return answer(appended, false);
      }
      if (appended.outcome !== 'conflict') return fromRecord(appended);
      folded = await this.streams.current(stream);
    }
    return refuse('too-many-writers', 'Too many changes reached this record at once. Nothing was recorded; try again.');
  }

  private append(
    stream: string,
    folded: FoldedStream<State>,
    events: readonly Event[],
    origin: CommandOrigin,
  ): Promise<AppendOutcome> {
    return this.behaviour.store.append(
      stream,
      folded.revision < 0n ? 'no-stream' : folded.revision,
      events.map((event, index) => this.newEvent(event, index, origin)),
    );
  }

  private newEvent(event: Event, index: number, origin: CommandOrigin): NewEvent {
    const businessDate = this.behaviour.businessDateOf?.(event);
    return toNewEvent(this.behaviour.codec, event, {
      id: derivedId(origin.commandId, index),
      metadata: businessDate === undefined ? origin : { ...origin, businessDate },
    });
  }
}

function answer(recorded: Omit<Recorded, 'recorded' | 'repeated'>, repeated: boolean): Recorded {
  const { revision, position, events } = recorded;
  return { recorded: true, repeated, revision, position, events: events.map(({ id, type }) => ({ id, type })) };
}

/** What a command gets whose id the stream has recorded before. */
const fromRecord = (recorded: AnswerFromRecord): Recorded | Refusal<DecisionRule> =>
  recorded.outcome === 'repeated' ? answer(recorded, true) : keyReused();

const nothingNew = (folded: FoldedStream<unknown>): Recorded => ({
  recorded: true,
  repeated: false,
  revision: folded.revision,
  position: folded.position,
  events: [],
});

const keyReused = (): Refusal<DecisionRule> =>
  refuse(
    'idempotency-key-reused',
    'This Idempotency-Key was used before for another request. Nothing was recorded; send the new request with a new key.',
  );
