import { issue } from '#kernel/process-manager.js';
import type { Clock } from '../clock/clock.js';
import type { AnyProcessManager } from './follow-events.js';
import type { Sql } from './leased-session.js';
import { type Consequences, loadStates, writeConsequences } from './process-memory.js';

interface DueTimer {
  readonly instance: string;
  readonly timer: string;
  readonly eventId: string;
  readonly correlationId: string;
}

const AT_ONCE = 200;

/**
 * Lets timers that are due fire, and writes what follows; to be called in a transaction. Tells how many fired: with each, its
 * row and its commands go or come together, so a timer fires once, however often this is broken off.
 */
export async function fireTimers(sql: Sql, manager: AnyProcessManager, clock: Clock): Promise<number> {
  const now = new Date(clock.now());
  const due = await sql.query<DueTimer>(
    `delete from app.process_timers where (manager, instance, timer) in (
       select manager, instance, timer from app.process_timers
        where manager = $1 and (due_on <= $2 or due_at <= $3)
        order by due_on, due_at, instance, timer limit ${String(AT_ONCE)})
     returning instance, timer, set_by as "eventId", correlation_id as "correlationId"`,
    [manager.name, clock.today(), now],
  );
  if (due.length === 0) return 0;
  const states = await loadStates(
    sql,
    manager.name,
    due.map(({ instance }) => instance),
  );
  await writeConsequences(sql, manager.name, whatFollows(manager, states, due), now);
  return due.length;
}

function whatFollows(manager: AnyProcessManager, states: ReadonlyMap<string, unknown>, due: readonly DueTimer[]): Consequences {
  const reactions = due.map(({ instance, timer, ...cause }) => {
    const state = states.get(instance) ?? manager.initialState;
    const reaction = manager.onTimer?.(timer, state, instance) ?? { commands: [], timers: [] };
    return {
      commands: issue(manager.name, { ...cause, timer }, reaction.commands).map((issued) => ({ ...issued, instance })),
      timers: reaction.timers.map((change) => ({ instance, change, ...cause })),
    };
  });
  return {
    states: new Map(),
    commands: reactions.flatMap(({ commands }) => commands),
    timers: reactions.flatMap(({ timers }) => timers),
  };
}
