import type { DispatchedCommand } from './hosted-process.js';
import type { Sql } from './leased-session.js';

/** A command that waits to be carried out. */
export interface WaitingCommand extends DispatchedCommand<unknown> {
  /** How often it was tried without an answer. */
  readonly attempts: number;
}

/** Commands whose next attempt is due, in the order they were issued. */
export async function commandsDue(sql: Sql, manager: string, now: Date, limit: number): Promise<readonly WaitingCommand[]> {
  const rows = await sql.query<Omit<WaitingCommand, 'id'> & { readonly commandId: string }>(
    `select command_id as "commandId", command, attempts, causation_id as "causationId", correlation_id as "correlationId"
       from app.process_outbox where manager = $1 and next_attempt_at <= $2 order by sequence limit $3`,
    [manager, now, limit],
  );
  return rows.map(({ commandId: id, ...command }) => ({ id, ...command }));
}

/** Takes a command that was carried out off the list. */
export async function commandDone(sql: Sql, id: string): Promise<void> {
  await sql.query('delete from app.process_outbox where command_id = $1', [id]);
}

/** Keeps a command for another attempt. */
export async function tryLater(sql: Sql, id: string, nextAttemptAt: Date, failure: string): Promise<void> {
  await sql.query(
    `update app.process_outbox set attempts = attempts + 1, next_attempt_at = $2, last_failure = $3 where command_id = $1`,
    [id, nextAttemptAt, failure],
  );
}

/** Why a command is given up: the rule that refused it, in words for a person. */
export interface GivenUp {
  readonly rule: string;
  readonly detail: string;
}

/** Gives a command up: it becomes a dead letter, for an operator to see. */
export async function giveUp(sql: Sql, id: string, { rule, detail }: GivenUp, now: Date): Promise<void> {
  await sql.query(
    `with gone as (delete from app.process_outbox where command_id = $1 returning *)
     insert into app.process_dead_letters
       (command_id, manager, instance, command, causation_id, correlation_id, attempts, rule, detail, issued_at, given_up_at)
     select command_id, manager, instance, command, causation_id, correlation_id, attempts + 1, $2, $3, issued_at, $4 from gone
     on conflict (command_id) do update
       set attempts = excluded.attempts, rule = excluded.rule, detail = excluded.detail, given_up_at = excluded.given_up_at,
           dismissed_at = null, dismissed_by = null, dismissed_because = null`,
    [id, rule, detail, now],
  );
}
