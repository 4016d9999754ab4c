import type { ChangeSignal } from './change-signal.js';
import type { RecordedEvent } from './port.js';

/** What following the log needs of an engine. */
export interface FollowedLog {
  /** At most `limit` events after a position, in order. */
  read(after: bigint, limit: number): Promise<readonly RecordedEvent[]>;
  readonly changes: ChangeSignal;
  /** How long to trust the silence of `changes` before looking all the same. */
  readonly pollEveryMs: number;
}

/**
 * Every event after a position, once and in order. The consumer pulls: nothing is read ahead of it, so a slow one costs
 * one batch of memory. The last position delivered is the only state, so a lost connection loses and repeats nothing.
 */
export async function* followLog(
  log: FollowedLog,
  after: bigint,
  { signal, batchSize = 500 }: { readonly signal: AbortSignal; readonly batchSize?: number },
): AsyncGenerator<readonly RecordedEvent[]> {
  let position = after;
  let announced = false;
  while (!signal.aborted) {
    const seen = log.changes.count;
    const events = await log.read(position, batchSize);
    if (signal.aborted) return;
    const last = events.at(-1);
    if (last !== undefined) {
      position = last.position;
      announced = false;
      yield events;
    }
    if (events.length === batchSize) continue;
    if (!announced) {
      announced = true;
      yield [];
    }
    await log.changes.after(seen, log.pollEveryMs, signal);
  }
}
