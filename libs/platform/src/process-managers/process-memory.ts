import type { IssuedCommand, TimerChange, TimerDue } from '#kernel/process-manager.js';
import type { Sql } from './leased-session.js';

/** What one transaction has to write of what followed from events or timers. */
export interface Consequences {
  /** By instance, only those that changed. */
  readonly states: ReadonlyMap<string, unknown>;
  readonly commands: readonly (IssuedCommand<unknown> & { readonly instance: string })[];
  /** In order: of several changes of one timer the last counts. */
  readonly timers: readonly InstanceTimer[];
}

/** A change of a timer, and the event it follows from. */
export interface InstanceTimer {
  readonly instance: string;
  readonly change: TimerChange;
  readonly eventId: string;
  readonly correlationId: string;
}

/** The states of some instances; those that never had one are missing. */
export async function loadStates(sql: Sql, manager: string, instances: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await sql.query<{ instance: string; state: unknown }>(
    'select instance, state from app.process_states where manager = $1 and instance = any($2)',
    [manager, instances],
  );
  return new Map(rows.map(({ instance, state }) => [instance, state]));
}

/** Writes what follows; to be called in the transaction that moves the checkpoint. `now` is when commands may first be tried. */
export async function writeConsequences(sql: Sql, manager: string, outcome: Consequences, now: Date): Promise<void> {
  await keepStates(sql, manager, outcome.states);
  await putInOutbox(sql, manager, outcome.commands, now);
  await changeTimers(sql, manager, outcome.timers);
}

/** Keeps the states of some instances. */
export async function keepStates(sql: Sql, manager: string, states: ReadonlyMap<string, unknown>): Promise<void> {
  if (states.size === 0) return;
  await sql.query(
    `insert into app.process_states (manager, instance, state)
     select $1, instance, state::json from unnest($2::text[], $3::text[]) as changed(instance, state)
     on conflict (manager, instance) do update set state = excluded.state`,
    [manager, [...states.keys()], [...states.values()].map((state) => JSON.stringify(state))],
  );
}

async function putInOutbox(sql: Sql, manager: string, commands: Consequences['commands'], now: Date): Promise<void> {
  if (commands.length === 0) return;
  await sql.query(
    `insert into app.process_outbox
       (command_id, manager, instance, command, causation_id, correlation_id, issued_at, next_attempt_at)
     select id, $1, instance, command::json, causation_id, correlation_id, $2, $2
       from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[]) with ordinality
         as issued(id, instance, command, causation_id, correlation_id, place)
      order by place
     on conflict (command_id) do nothing`,
    [
      manager,
      now,
      commands.map(({ id }) => id),
      commands.map(({ instance }) => instance),
      commands.map(({ command }) => JSON.stringify(command)),
      commands.map(({ causationId }) => causationId),
      commands.map(({ correlationId }) => correlationId),
    ],
  );
}

const nameOf = (change: TimerChange): string => ('set' in change ? change.set : change.cancel);
const dayOf = (due: TimerDue): string | null => ('on' in due ? due.on : null);
const instantOf = (due: TimerDue): string | null => ('at' in due ? due.at : null);

async function changeTimers(sql: Sql, manager: string, timers: readonly InstanceTimer[]): Promise<void> {
  const last = new Map(timers.map((timer) => [JSON.stringify([timer.instance, nameOf(timer.change)]), timer]));
  const changes = [...last.values()];
  const set = changes.flatMap(({ change, ...timer }) => ('set' in change ? [{ ...timer, ...change }] : []));
  if (changes.length > set.length)
    await sql.query(
      `delete from app.process_timers t using unnest($2::text[], $3::text[]) as cancelled(instance, timer)
        where t.manager = $1 and t.instance = cancelled.instance and t.timer = cancelled.timer`,
      [manager, changes.map(({ instance }) => instance), changes.map(({ change }) => nameOf(change))],
    );
  if (set.length === 0) return;
  await sql.query(
    `insert into app.process_timers (manager, instance, timer, due_on, due_at, set_by, correlation_id)
     select $1, instance, timer, due_on, due_at, set_by, correlation_id
       from unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::uuid[], $7::text[])
         as changed(instance, timer, due_on, due_at, set_by, correlation_id)
     on conflict (manager, instance, timer) do update
       set due_on = excluded.due_on, due_at = excluded.due_at, set_by = excluded.set_by, correlation_id = excluded.correlation_id`,
    [
      manager,
      set.map(({ instance }) => instance),
      set.map((timer) => timer.set),
      set.map(({ due }) => dayOf(due)),
      set.map(({ due }) => instantOf(due)),
      set.map(({ eventId }) => eventId),
      set.map(({ correlationId }) => correlationId),
    ],
  );
}
