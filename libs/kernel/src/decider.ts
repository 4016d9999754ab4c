import type { Refusal } from './refusal.js';

/**
 * A stream's behaviour in three pure parts. `evolve` is total: no clock, no look-up, no throw. `decide` returns the new
 * events, an empty list when there is nothing new to say, or the refusal that names the broken rule.
 */
export interface Decider<State, Command, Event, Rule extends string = string> {
  readonly initialState: State;
  evolve(state: State, event: Event): State;
  decide(command: Command, state: State): readonly Event[] | Refusal<Rule>;
}

/** The state after a history: the fold every reader and every decision shares. */
export function fold<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>,
  events: readonly Event[],
): State {
  return events.reduce((state, event) => decider.evolve(state, event), decider.initialState);
}
