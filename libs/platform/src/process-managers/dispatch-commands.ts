import { isRefusal } from '#kernel/refusal.js';
import type { Clock } from '../clock/clock.js';
import type { DecisionRule } from '../decisions/decisions.js';
import { EventStoreBusy } from '../event-store/port.js';
import { reasonOf } from '../projections/projection-failure.js';
import type { EngineLog } from '../projections/projection-run.js';
import type { HostedProcess } from './hosted-process.js';
import type { Sql } from './leased-session.js';
import { commandDone, commandsDue, giveUp, tryLater, type WaitingCommand } from './outbox.js';

/** When a command is tried again. */
export interface RetryPolicy {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Attempts without an answer, after which the command is a dead letter. */
  readonly mostAttempts: number;
}

/** Doubling from a quarter of a second to five minutes: a command outlives an hour of trouble before it is given up. */
export const PATIENT: RetryPolicy = { firstPauseMs: 250, longestPauseMs: 300_000, mostAttempts: 24 };

/** What dispatching works with. */
export interface Dispatching {
  readonly process: HostedProcess;
  readonly clock: Clock;
  readonly retries: RetryPolicy;
  readonly log: EngineLog;
}

type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly rule: string; readonly detail: string }
  | { readonly kind: 'unanswered'; readonly reason: string; readonly atLeastMs: number };

const AT_ONCE = 50;
/** The one refusal that passes: others wrote to the stream at the same time. */
const LOST_RACES: DecisionRule = 'too-many-writers';

/**
 * Carries out the commands that are due, one after the other, until the signal aborts. The order among commands is not
 * promised: one that is tried again is overtaken. Tells how many were tried.
 */
export async function dispatchCommands(sql: Sql, dispatching: Dispatching, signal: AbortSignal): Promise<number> {
  const { process, clock } = dispatching;
  const due = await commandsDue(sql, process.manager.name, new Date(clock.now()), AT_ONCE);
  let tried = 0;
  for (const command of due) {
    if (signal.aborted) break;
    await settle(sql, dispatching, command, await answerTo(process, command));
    tried += 1;
  }
  return tried;
}

async function answerTo(process: HostedProcess, { id, command, causationId, correlationId }: WaitingCommand): Promise<Answer> {
  try {
    const outcome = await process.dispatch({ id, command, causationId, correlationId });
    if (!isRefusal(outcome)) return { kind: 'done' };
    const { rule, detail } = outcome;
    return rule === LOST_RACES ? { kind: 'unanswered', reason: rule, atLeastMs: 0 } : { kind: 'refused', rule, detail };
  } catch (error) {
    const atLeastMs = error instanceof EventStoreBusy ? error.retryAfterSeconds * 1000 : 0;
    return { kind: 'unanswered', reason: reasonOf(error), atLeastMs };
  }
}

async function settle(sql: Sql, dispatching: Dispatching, { id, attempts }: WaitingCommand, answer: Answer): Promise<void> {
  const { process, clock, retries, log } = dispatching;
  const now = clock.now();
  const about = { processManager: process.manager.name, commandId: id };
  if (answer.kind === 'done') return commandDone(sql, id);
  if (answer.kind === 'refused') {
    log.warn({ ...about, rule: answer.rule }, 'a command of a process manager was refused; it is kept as a dead letter');
    return giveUp(sql, id, answer, new Date(now));
  }
  if (attempts + 1 >= retries.mostAttempts) {
    log.error(
      { ...about, reason: answer.reason },
      'a command of a process manager failed too often; it is kept as a dead letter',
    );
    return giveUp(sql, id, { rule: 'too-many-attempts', detail: answer.reason }, new Date(now));
  }
  const backOff = Math.min(retries.longestPauseMs, retries.firstPauseMs * 2 ** attempts);
  const pauseMs = Math.max(answer.atLeastMs, backOff);
  log.warn({ ...about, reason: answer.reason, tryAgainInMs: pauseMs }, 'a command of a process manager is tried again');
  return tryLater(sql, id, new Date(now + pauseMs), answer.reason);
}
