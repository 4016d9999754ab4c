import { issue, type NoticedEvent, type ProcessManager } from '#kernel/process-manager.js';
import type { ProjectedEvent } from '../projections/projection.js';
import type { Consequences, InstanceTimer } from './process-memory.js';

/** An event the manager failed at, which is a fault of the manager. */
export interface FailedReaction {
  readonly event: ProjectedEvent;
  readonly error: unknown;
}

/** What follows from events, up to the first the manager failed at. */
export interface Followed extends Consequences {
  readonly failed?: FailedReaction;
}

/** A manager whose types are known only to itself. */
export type AnyProcessManager = ProcessManager<unknown, ProjectedEvent['event'], unknown>;

/** The instances that some events belong to. */
export function instancesOf(manager: AnyProcessManager, events: readonly ProjectedEvent[]): readonly string[] {
  return [...new Set(events.flatMap((event) => manager.instanceOf(event) ?? []))];
}

/** Folds events into the states they belong to and collects the manager's reactions. Pure, as the manager is. */
export function followEvents(
  manager: AnyProcessManager,
  known: ReadonlyMap<string, unknown>,
  events: readonly ProjectedEvent[],
): Followed {
  const states = new Map<string, unknown>();
  const commands: Consequences['commands'][number][] = [];
  const timers: InstanceTimer[] = [];
  for (const event of events) {
    try {
      const instance = manager.instanceOf(event);
      if (instance === undefined) continue;
      const before = states.get(instance) ?? known.get(instance) ?? manager.initialState;
      const after = manager.evolve(before, event);
      const reaction = manager.react(event, after);
      const cause = causeOf(event);
      if (after !== before) states.set(instance, after);
      commands.push(...issue(manager.name, cause, reaction.commands).map((issued) => ({ ...issued, instance })));
      timers.push(...reaction.timers.map((change) => ({ instance, change, ...cause })));
    } catch (error) {
      return { states, commands, timers, failed: { event, error } };
    }
  }
  return { states, commands, timers };
}

const causeOf = ({ id, metadata }: NoticedEvent<unknown>) => ({ eventId: id, correlationId: metadata.correlationId });
