import type { BusinessDate } from './business-date.js';
import { derivedId } from './ids.js';

/** An event as a process manager notices it: decoded, with where it lies and who caused it. */
export interface NoticedEvent<Event> {
  readonly id: string;
  readonly stream: string;
  readonly revision: bigint;
  /** When it was recorded, RFC 3339 in UTC. */
  readonly recordedAt: string;
  readonly metadata: { readonly actor: string; readonly role: string; readonly correlationId: string };
  readonly event: Event;
}

/** When a timer is due: at the start of a day in England, or at an instant (RFC 3339). */
export type TimerDue = { readonly on: BusinessDate } | { readonly at: string };

/** Sets a timer of the instance, in place of the one of that name if there is one; or cancels it, if it is still set. */
export type TimerChange = { readonly set: string; readonly due: TimerDue } | { readonly cancel: string };

/** What follows from an event or a timer. */
export interface Reaction<Command> {
  /**
   * Data that says what to do. It waits in a table in the open, so it holds ids and references, never free text: a text
   * somebody typed must stay removable, and is read from the log when the command is carried out.
   */
  readonly commands: readonly Command[];
  readonly timers: readonly TimerChange[];
}

/** The reaction of a manager that an event does not concern. */
export const NO_REACTION: Reaction<never> = { commands: [], timers: [] };

/**
 * A long process as a decider over events: it folds what it must remember, and reacts with commands and timers. Pure, like
 * every decider. Its state is a fold of the log alone: what a timer leads to is an event before it is a memory, so the state
 * can be folded anew, without reacting, when `version` rises.
 */
export interface ProcessManager<State, Event, Command> {
  /** Its name for operators and in the ids of its commands; never changes. */
  readonly name: string;
  /** Raised when `evolve` or the shape of the state changes. */
  readonly version: number;
  /** Must survive JSON, as every state. */
  readonly initialState: State;
  /** Which of the processes under way an event belongs to; undefined when it belongs to none. */
  instanceOf(noticed: NoticedEvent<Event>): string | undefined;
  /** Total, like any fold: returns the very same state when nothing changed. */
  evolve(state: State, noticed: NoticedEvent<Event>): State;
  /** What follows from an event; `state` already counts it. */
  react(noticed: NoticedEvent<Event>, state: State): Reaction<Command>;
  /** What follows when a timer is due; absent in a manager that sets none. */
  onTimer?(timer: string, state: State, instance: string): Reaction<Command>;
}

/** A command on its way, with an id that a repetition of the same reaction gives again. */
export interface IssuedCommand<Command> {
  readonly id: string;
  readonly command: Command;
  /** The event it follows from, also when a timer lay between. */
  readonly causationId: string;
  readonly correlationId: string;
}

/** Which event set off what follows. */
export interface Cause {
  readonly eventId: string;
  readonly correlationId: string;
  /** The timer that event set, when that fell due and not the event itself is the trigger. */
  readonly timer?: string;
}

/** The commands of a reaction with their ids: derived from the manager, the event, the timer and the place in the list. */
export function issue<Command>(
  manager: string,
  { eventId, correlationId, timer }: Cause,
  commands: readonly Command[],
): readonly IssuedCommand<Command>[] {
  const parts = timer === undefined ? [manager] : [manager, timer];
  return commands.map((command, index) => ({
    id: derivedId(eventId, JSON.stringify([...parts, index])),
    command,
    causationId: eventId,
    correlationId,
  }));
}
