import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { type AppendRequest, answerAppended } from '../append-request.js';
import { type AppendOutcome, AppendOutcomeUnknown, EventStoreBusy } from '../port.js';
import type { Verdict } from './append-batch.js';
import { isConnectionLoss } from './connection-loss.js';

/** What the writer needs of the database. */
export interface BatchTarget {
  /** Appends a batch, durably; one verdict per append, in order. */
  write(batch: readonly AppendRequest[]): Promise<readonly Verdict[]>;
  /** What the command answered when it was recorded before; undefined when it was not. */
  findRecorded(request: AppendRequest): Promise<AppendOutcome | undefined>;
}

/** How much may wait, how much is written at a time, and how long a lost database is waited for. */
export interface BatchLimits {
  readonly queueLimit: number;
  readonly appendsPerBatch: number;
  readonly reconnectWithinMs: number;
}

interface Waiting {
  readonly request: AppendRequest;
  answer(outcome: AppendOutcome): void;
  fail(error: unknown): void;
}

/** A batch the database has answered, and its callers not yet. */
interface WrittenBatch {
  readonly appends: number;
  answer(): void;
}

const NOTHING_WRITTEN: WrittenBatch = { appends: 0, answer: () => undefined };

/**
 * Up to here all that waits goes in one batch, since a flush of the disk costs more than preparing so few appends. Above it
 * half goes: while the database writes one half, the callers answered last prepare the other.
 */
const WORTH_HALVING = 16;

/**
 * Group commit: one batch is written at a time, and the next collects while it runs, so the busier the log, the more
 * appends share a flush of the disk. A batch holds one append per stream; a stream's next one waits its turn.
 */
export class BatchWriter {
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #target: BatchTarget;
  readonly #limits: BatchLimits;
  #waitingCount = 0;
  #draining: Promise<void> | undefined;

  constructor(target: BatchTarget, limits: BatchLimits) {
    this.#target = target;
    this.#limits = limits;
  }

  /** Rejects with EventStoreBusy when the queue is full, and with AppendOutcomeUnknown when the database stayed away. */
  append(request: AppendRequest): Promise<AppendOutcome> {
    if (this.#waitingCount >= this.#limits.queueLimit) return Promise.reject(new EventStoreBusy(1));
    return new Promise((answer, fail) => {
      const queue = this.#waiting.get(request.stream);
      const waiting = { request, answer, fail };
      if (queue === undefined) this.#waiting.set(request.stream, [waiting]);
      else queue.push(waiting);
      this.#waitingCount += 1;
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when all that waits has been answered. */
  async settled(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    // Those who ask in the same turn share the first batch.
    await nextTurn();
    let written = NOTHING_WRITTEN;
    for (;;) {
      if (this.#waitingCount < this.#share(written)) {
        // Those who are answered now ask again before the next batch is collected.
        written.answer();
        written = NOTHING_WRITTEN;
        await nextTurn();
      }
      if (this.#waiting.size === 0) break;
      const writing = this.#write(this.#collect(this.#share(written)));
      // Only now, so that the database is at work while those who are answered prepare their next.
      written.answer();
      written = await writing;
    }
    this.#draining = undefined;
  }

  /** How many go into the next batch, of those that wait and those who are answered and may ask again. */
  #share(written: WrittenBatch): number {
    const appends = this.#waitingCount + written.appends;
    return Math.min(appends > WORTH_HALVING ? Math.ceil(appends / 2) : appends, this.#limits.appendsPerBatch);
  }

  /** The first append of each stream; a stream with more goes to the back. */
  #collect(most: number): readonly Waiting[] {
    const batch: Waiting[] = [];
    const again: [string, Waiting[]][] = [];
    for (const [stream, queue] of this.#waiting) {
      if (batch.length === most) break;
      this.#waiting.delete(stream);
      const first = queue.shift();
      if (first !== undefined) batch.push(first);
      if (queue.length > 0) again.push([stream, queue]);
    }
    for (const [stream, queue] of again) this.#waiting.set(stream, queue);
    this.#waitingCount -= batch.length;
    return batch;
  }

  async #write(batch: readonly Waiting[]): Promise<WrittenBatch> {
    const deadline = Date.now() + this.#limits.reconnectWithinMs;
    try {
      const verdicts = await this.#target.write(batch.map(({ request }) => request));
      const answer = (): void => batch.forEach((waiting, index) => this.#pass(waiting, verdicts[index]));
      return { appends: batch.length, answer };
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only && !isConnectionLoss(error)) only.fail(error);
      else for (const waiting of batch) await this.#writeAlone(waiting, error, deadline);
      return NOTHING_WRITTEN;
    }
  }

  /**
   * Writes one append of a batch that failed as a whole. After a lost connection it may be in the log already, and a
   * transaction still under way may bring it there later: the look-up finds the first, and the exact expected revision
   * turns the second into a conflict, so it is never written twice.
   */
  async #writeAlone(waiting: Waiting, failure: unknown, deadline: number): Promise<void> {
    let cause = failure;
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      try {
        if (await this.#answeredFromRecord(waiting, cause)) return;
        const [verdict] = await this.#target.write([waiting.request]);
        return this.#pass(waiting, verdict);
      } catch (error) {
        if (!isConnectionLoss(error)) return waiting.fail(error);
        if (Date.now() >= deadline) return waiting.fail(new AppendOutcomeUnknown({ cause: error }));
        cause = error;
        await pause(delay);
      }
    }
  }

  async #answeredFromRecord(waiting: Waiting, cause: unknown): Promise<boolean> {
    if (!isConnectionLoss(cause)) return false;
    const recorded = await this.#target.findRecorded(waiting.request);
    if (recorded !== undefined) waiting.answer(recorded);
    return recorded !== undefined;
  }

  #pass(waiting: Waiting, verdict: Verdict | undefined): void {
    if (verdict === undefined) return waiting.fail(new Error('the database gave no verdict on the append'));
    if (verdict.accepted) return waiting.answer(answerAppended(waiting.request, verdict.firstPosition, verdict.recordedAt));
    const { actual } = verdict;
    this.#target
      .findRecorded(waiting.request)
      .then((recorded) => waiting.answer(recorded ?? { outcome: 'conflict', actual: actual < 0n ? 'no-stream' : actual }))
      .catch((error: unknown) => waiting.fail(error));
  }
}
