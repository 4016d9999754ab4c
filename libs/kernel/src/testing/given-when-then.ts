import { type Decider, fold } from '../decider.js';
import { isRefusal } from '../refusal.js';

/**
 * Given a history, when a command, then what was decided. Every `then` fails by throwing, also when nothing was
 * decided at all; the harness has tests of its own.
 */
export interface Then<Event> {
  /** Exactly these events, in this order. */
  thenEvents(...expected: readonly Event[]): void;
  /** Accepted, and the events satisfy the caller's own assertions. */
  thenDecided(check: (events: readonly Event[]) => void): void;
  /** Nothing new to say: an empty list, not a refusal. */
  thenNothing(): void;
  /** Refused by the rule of this name. */
  thenRefused(rule: string): void;
}

/** Starts a specification of a decider. */
export function given<State, Command, Event>(decider: Decider<State, Command, Event>, ...history: readonly Event[]) {
  return {
    when(command: Command): Then<Event> {
      const outcome = decider.decide(command, fold(decider, history));
      const accepted = (): readonly Event[] => {
        if (isRefusal(outcome)) throw new Error(`expected events, but it was refused by ${outcome.rule}: ${outcome.detail}`);
        return outcome;
      };
      return {
        thenEvents: (...expected) => expectSame(accepted(), expected),
        thenDecided: (check) => {
          const events = accepted();
          if (events.length === 0) throw new Error('expected events, but nothing was decided');
          check(events);
        },
        thenNothing: () => expectSame(accepted(), []),
        thenRefused: (rule) => {
          if (!isRefusal(outcome))
            throw new Error(`expected a refusal by ${rule}, but it was accepted: ${JSON.stringify(outcome)}`);
          if (outcome.rule !== rule)
            throw new Error(`expected a refusal by ${rule}, but it was by ${outcome.rule}: ${outcome.detail}`);
        },
      };
    },
  };
}

function expectSame(actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual, null, 2), JSON.stringify(expected, null, 2)];
  if (left !== right) throw new Error(`expected ${right}\nbut got ${left}`);
}
