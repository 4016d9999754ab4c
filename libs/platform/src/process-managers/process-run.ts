import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock/clock.js';
import type { EventStore, RecordedEvent } from '../event-store/port.js';
import { LogBatch } from '../projections/log-batch.js';
import { reasonOf } from '../projections/projection-failure.js';
import type { EngineLog } from '../projections/projection-run.js';
import { dispatchCommands, type RetryPolicy } from './dispatch-commands.js';
import { followEvents, instancesOf } from './follow-events.js';
import type { HostedProcess } from './hosted-process.js';
import { LeasedSession, type Sessions } from './leased-session.js';
import { moveProcessCheckpoint, openProcessCheckpoint, stopProcess } from './process-checkpoint.js';
import { loadStates, writeConsequences } from './process-memory.js';
import { refoldStates } from './refold-states.js';
import { fireTimers } from './timers.js';

/** What a run works with. */
export interface RunParts {
  readonly process: HostedProcess;
  readonly store: EventStore;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly retries: RetryPolicy;
  /** How often timers, retries and a lease held elsewhere are looked at. */
  readonly pollEveryMs: number;
  readonly batchSize: number;
}

/**
 * One process manager at work: takes the lease, follows the log from its checkpoint, lets timers fire and dispatches
 * commands. What follows from an event and the checkpoint beyond it are one transaction. It may die between any two steps:
 * whoever goes on finds each step done or undone, and a command done but not crossed off is sent again under the same id.
 */
export class ProcessRun {
  #holdsLease = false;

  constructor(private readonly parts: RunParts) {}

  /** Whether the manager is run here and not in another process. */
  get holdsLease(): boolean {
    return this.#holdsLease;
  }

  get #name(): string {
    return this.parts.process.manager.name;
  }

  /** Works until the signal aborts, and ends between two steps. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#workWhileLeased(signal);
      } catch (error) {
        if (signal.aborted) return;
        const details = { processManager: this.#name, reason: reasonOf(error) };
        this.parts.log.warn(details, 'a process manager lost its footing; it goes on from its checkpoint');
      }
      await this.#rest(signal);
    }
  }

  async #workWhileLeased(signal: AbortSignal): Promise<void> {
    const session = await LeasedSession.acquire(this.parts.sessions, this.#name);
    if (session === undefined) return;
    this.#holdsLease = true;
    try {
      await this.#work(session, signal);
    } finally {
      this.#holdsLease = false;
      await session.release();
    }
  }

  async #work(session: LeasedSession, signal: AbortSignal): Promise<void> {
    const { process, store } = this.parts;
    const after = process.begins === 'at-the-head' ? (await store.head()).position : 0n;
    const checkpoint = await openProcessCheckpoint(session, this.#name, { version: process.manager.version, after });
    if (checkpoint.version !== process.manager.version) await refoldStates(session, process, store, checkpoint, signal);
    if (checkpoint.failure !== undefined) await this.#workOff(session, signal);
    else await this.#follow(session, checkpoint.position, signal);
  }

  /** Follows the log until the signal aborts or an event stops it. */
  async #follow(session: LeasedSession, from: bigint, signal: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const endWithSignal = (): void => ending.abort();
    signal.addEventListener('abort', endWithSignal, { once: true });
    const { batchSize, store } = this.parts;
    const batches = store.subscribe(from, { signal: ending.signal, batchSize })[Symbol.asyncIterator]();
    let position = from;
    let caughtUp = false;
    let next = nextOf(batches);
    try {
      while (!signal.aborted) {
        const arrived = await this.#arrivedWithin(next, signal);
        if (arrived?.done === true) return;
        if (arrived !== undefined) {
          next = nextOf(batches);
          caughtUp ||= arrived.value.length === 0;
          if (!(await this.#takeIn(session, new LogBatch(position, arrived.value, store)))) return;
          position = arrived.value.at(-1)?.position ?? position;
        }
        // Before that, an event still to be read may cancel what seems due.
        if (caughtUp) await this.#fireTimers(session);
        await this.#workOff(session, signal);
      }
    } finally {
      ending.abort();
      signal.removeEventListener('abort', endWithSignal);
      await next.catch(() => undefined);
    }
  }

  async #arrivedWithin<Result>(next: Promise<Result>, signal: AbortSignal): Promise<Result | undefined> {
    const waiting = new AbortController();
    const endWaiting = (): void => waiting.abort();
    signal.addEventListener('abort', endWaiting, { once: true });
    const outOfTime = pause(this.parts.pollEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    try {
      return await Promise.race([next, outOfTime]);
    } finally {
      signal.removeEventListener('abort', endWaiting);
      waiting.abort();
    }
  }

  /** Takes a batch in and moves the checkpoint beyond it; false when an event of it stopped the manager. */
  async #takeIn(session: LeasedSession, batch: LogBatch): Promise<boolean> {
    if (batch.events.length === 0) return true;
    const { manager, reader } = this.parts.process;
    const { events, unreadable } = batch.decodedBy(reader);
    const states = await loadStates(session, manager.name, instancesOf(manager, events));
    const followed = followEvents(manager, states, events);
    const fault = followed.failed ? { ...followed.failed.event, error: followed.failed.error } : unreadable;
    const to = fault === undefined ? batch.last : fault.position - 1n;
    await session.transaction(async () => {
      // Where nothing follows, losing the move in a crash costs reading on again and nothing else.
      if (followed.commands.length + followed.timers.length === 0) await session.query('set local synchronous_commit = off');
      await writeConsequences(session, manager.name, followed, new Date(this.parts.clock.now()));
      if (to > batch.after) await moveProcessCheckpoint(session, manager.name, batch.after, to);
      if (fault !== undefined) await this.#stop(session, batch.events, fault);
    });
    return fault === undefined;
  }

  async #stop(
    session: LeasedSession,
    events: readonly RecordedEvent[],
    { position, error }: { readonly position: bigint; readonly error: unknown },
  ): Promise<void> {
    const storedName = events.find((event) => event.position === position)?.type ?? 'unknown';
    const failure = { position, storedName, reason: reasonOf(error) };
    await stopProcess(session, this.#name, failure);
    const details = { processManager: this.#name, ...failure, position: String(position) };
    this.parts.log.error(details, 'a process manager has stopped at an event it cannot take in');
  }

  async #fireTimers(session: LeasedSession): Promise<void> {
    const { process, clock } = this.parts;
    if (process.manager.onTimer === undefined) return;
    while ((await session.transaction(() => fireTimers(session, process.manager, clock))) > 0);
  }

  async #workOff(session: LeasedSession, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await dispatchCommands(session, this.parts, signal)) > 0);
  }

  #rest(signal: AbortSignal): Promise<void> {
    return pause(this.parts.pollEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What comes next; whoever awaits it is told of an error, which must not count as unhandled while nobody does. */
function nextOf<Result>(batches: AsyncIterator<Result>): Promise<IteratorResult<Result>> {
  const next = batches.next();
  next.catch(() => undefined);
  return next;
}
