import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { LogBatch } from './log-batch.js';
import type { PreparedRun, ProjectionRun } from './projection-run.js';
import { writeTogether } from './written-together.js';

/** How long the others wait for one projection before it goes on alone, in milliseconds. */
const PATIENCE_MS = 250;

/** One subscription for all projections that are up to date; each leaves when it cannot keep up, and comes back by itself. */
export class SharedSubscription {
  /** Those that share it, each with what to call when it leaves. */
  readonly #together = new Map<ProjectionRun, () => void>();
  /** Batches under way, also those the others no longer wait for. */
  readonly #underWay = new Set<Promise<void>>();
  /** How far it has come. */
  position = 0n;
  /** Whether it has been at the log's end. */
  hasBeenAtTheEnd = false;

  constructor(
    private readonly store: EventStore,
    private readonly dataSource: DataSource,
    private readonly options: { readonly signal: AbortSignal; readonly batchSize: number },
    /** Told of those that have reached the log's end. */
    private readonly atTheEnd: (run: ProjectionRun) => Promise<void>,
  ) {}

  /** Reads on until the signal aborts. Throws when the log cannot be read; called again, it goes on from where it was. */
  async read(): Promise<void> {
    for await (const events of this.store.subscribe(this.position, this.options)) {
      if (events.length === 0) await this.#reachedTheEnd();
      else await this.#offerToAll(new LogBatch(this.position, events, this.store));
    }
  }

  /** Takes part from `position` on; resolves when the projection has left. */
  join(run: ProjectionRun): Promise<void> {
    return new Promise((resolve) => this.#together.set(run, resolve));
  }

  /** Sends all away, after what is under way. */
  async end(): Promise<void> {
    for (const leave of this.#together.values()) leave();
    await Promise.all(this.#underWay);
  }

  async #tracked(work: Promise<void>): Promise<void> {
    this.#underWay.add(work);
    await work.finally(() => this.#underWay.delete(work));
  }

  async #reachedTheEnd(): Promise<void> {
    this.hasBeenAtTheEnd = true;
    await Promise.all([...this.#together.keys()].map((run) => this.atTheEnd(run)));
  }

  async #offerToAll(batch: LogBatch): Promise<void> {
    this.position = batch.last;
    await this.#tracked(this.#writeTogether(batch));
    const others = [...this.#together.keys()].filter((run) => run.position < batch.last);
    await Promise.all(others.map((run) => this.#offer(run, batch)));
  }

  /** Takes a batch into all that can take it in together. The others, and all if that fails, take it in one by one. */
  async #writeTogether(batch: LogBatch): Promise<void> {
    try {
      const prepared: PreparedRun[] = [];
      for (const run of this.#together.keys()) {
        const one = await run.prepare(batch);
        if (one !== undefined) prepared.push(one);
      }
      if (prepared.length > 0 && (await writeTogether(this.dataSource, prepared, PATIENCE_MS)))
        for (const { reach } of prepared) reach();
    } catch {
      // Whatever is in the way, each one meets it again by itself.
    }
  }

  /** Hands a batch to a projection; one that takes too long is no longer waited for, and comes back when it has caught up. */
  async #offer(run: ProjectionRun, batch: LogBatch): Promise<void> {
    const leave = this.#together.get(run);
    const patience = new AbortController();
    const advancing = run.advance(batch, this.options.signal).then((progress) => {
      patience.abort();
      if (progress !== 'advanced' || !this.#together.has(run)) {
        this.#together.delete(run);
        leave?.();
      }
    });
    void this.#tracked(advancing);
    const outOfPatience = pause(PATIENCE_MS, undefined, { signal: patience.signal }).then(
      () => void this.#together.delete(run),
      () => undefined,
    );
    await Promise.race([advancing, outOfPatience]);
  }
}
