import type { DataSource } from 'typeorm';
import { loadCheckpoints, type ProjectionKey } from './checkpoints.js';

/** Whether the read models showed the position in time. */
export type WaitOutcome = 'reached' | 'timed-out';

interface Waiter {
  readonly position: bigint;
  readonly names: readonly string[];
  readonly settle: (outcome: WaitOutcome) => void;
}

/** How often the checkpoints are looked up while somebody waits for a projector in another process, in milliseconds. */
const POLL_INTERVAL_MS = 15;

/**
 * Waits until read models show a position: that is how people see their own change. An engine in the same process tells of
 * every move; for one elsewhere the checkpoints are looked up, once for all who wait.
 */
export class CheckpointWatch {
  readonly #positions = new Map<string, bigint>();
  readonly #waiters = new Set<Waiter>();
  #polling = false;
  #settling = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly projections: readonly ProjectionKey[],
  ) {}

  /** Tells that a projection's checkpoint has reached a position. */
  moved(name: string, position: bigint): void {
    if (position <= (this.#positions.get(name) ?? -1n)) return;
    this.#positions.set(name, position);
    // Many projections move at once: who waits is looked through when all of them have told it.
    if (!this.#settling) queueMicrotask(() => this.#settleWaiters());
    this.#settling = true;
  }

  #settleWaiters(): void {
    this.#settling = false;
    for (const waiter of this.#waiters) if (this.#shows(waiter)) waiter.settle('reached');
  }

  /**
   * Resolves when the named projections (all of them by default) have taken in everything up to a position, or when the time
   * is over.
   */
  async waitFor(position: bigint, names?: readonly string[], timeoutMs = 2000): Promise<WaitOutcome> {
    const known = this.projections.map((projection) => projection.name);
    const unknown = names?.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new TypeError(`no projection is called ${unknown}`);
    const wanted = { position, names: names ?? known };
    if (this.#shows(wanted)) return 'reached';
    return new Promise((resolve) => {
      const settle = (outcome: WaitOutcome) => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle('timed-out'), timeoutMs);
      const waiter: Waiter = { ...wanted, settle };
      this.#waiters.add(waiter);
      this.#pollWhileAwaited();
    });
  }

  #shows({ position, names }: Pick<Waiter, 'position' | 'names'>): boolean {
    return names.every((name) => (this.#positions.get(name) ?? -1n) >= position);
  }

  #pollWhileAwaited(): void {
    if (this.#polling || this.#waiters.size === 0) return;
    this.#polling = true;
    setTimeout(() => {
      this.#lookUp()
        // A look-up that fails is made again until the time of those who wait is over.
        .catch(() => undefined)
        .finally(() => {
          this.#polling = false;
          this.#pollWhileAwaited();
        });
    }, POLL_INTERVAL_MS);
  }

  async #lookUp(): Promise<void> {
    if (this.#waiters.size === 0) return;
    for (const { name, position } of await loadCheckpoints(this.dataSource, this.projections)) this.moved(name, position);
  }
}
