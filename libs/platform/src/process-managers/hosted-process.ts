import type { ProcessManager } from '#kernel/process-manager.js';
import type { Refusal } from '#kernel/refusal.js';
import type { EventReader } from '../projections/projection.js';

/** A command as the context is asked to carry it out. Asked again, after a crash, it is the very same. */
export interface DispatchedCommand<Command> {
  /** The command id to record it under, so that a repetition is answered and not done twice. */
  readonly id: string;
  readonly command: Command;
  /** The event it follows from. */
  readonly causationId: string;
  readonly correlationId: string;
}

/**
 * A process manager with what it needs of its context: how its events are read and how its commands are carried out.
 * `dispatch` returns a refusal for good (the command becomes a dead letter), throws for trouble that may pass (it is tried
 * again), and returns anything else when the command is done.
 */
export interface HostedProcess<State = unknown, Event extends AnyEvent = AnyEvent, Command = unknown> {
  readonly manager: ProcessManager<State, Event, Command>;
  readonly reader: EventReader<Event>;
  /** Where it begins when it never ran: at the first event, unless what was recorded before is history to it. */
  readonly begins?: 'at-the-head';
  dispatch(command: DispatchedCommand<Command>): Promise<Refusal | object>;
}

/** The injection token of every process manager of the service, whichever context it belongs to. */
export const HOSTED_PROCESSES = Symbol('HostedProcesses');

type AnyEvent = { readonly type: string; readonly data: unknown };
