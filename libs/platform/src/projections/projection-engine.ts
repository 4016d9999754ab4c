import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { CheckpointWatch, type WaitOutcome } from './checkpoint-watch.js';
import { retryProjection } from './checkpoints.js';
import { LogBatch, readLog } from './log-batch.js';
import { reasonOf } from './projection-failure.js';
import { type EngineLog, ProjectionRun } from './projection-run.js';
import { type ProjectionStatus, projectionStatus } from './projection-status.js';
import type { Projection } from './projection.js';

export interface ProjectionEngineOptions {
  readonly store: EventStore;
  readonly dataSource: DataSource;
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  /** Told of every move, so that those who wait in this process need not look it up. One is made when absent. */
  readonly watch?: CheckpointWatch;
  /** Events taken in at once, at most. */
  readonly batchSize?: number;
}

/** How long the others wait for one projection before it goes on alone, in milliseconds. */
const PATIENCE_MS = 250;
const LOOK_AGAIN_MS = 500;

/**
 * Keeps read models up with the log. All projections that are up to date share one subscription; one that is behind (new,
 * slow, retried) first reads on by itself and joins the others when it has caught up. Each moves its own checkpoint in the
 * transaction of its own rows, so a failure is its own and engines in several processes never apply an event twice.
 */
export class ProjectionEngine {
  readonly watch: CheckpointWatch;
  readonly #runs: readonly ProjectionRun[];
  readonly #stopping = new AbortController();
  /** Those that share the subscription, each with what to call when it leaves. */
  readonly #together = new Map<ProjectionRun, () => void>();
  readonly #settledOnce = new Set<ProjectionRun>();
  readonly #caughtUp: Promise<void>;
  #tellCaughtUp: () => void = () => undefined;
  /** How far the shared subscription has come. */
  #shared = 0n;
  /** Whether the shared subscription has been at the log's end. */
  #sharedCaughtUp = false;
  /** Batches under way, also those the others no longer wait for. */
  readonly #underWay = new Set<Promise<void>>();
  #working: Promise<unknown> | undefined;

  constructor(private readonly options: ProjectionEngineOptions) {
    const { dataSource, projections, log } = options;
    this.watch = options.watch ?? new CheckpointWatch(dataSource, projections);
    const moved = (name: string, position: bigint) => this.watch.moved(name, position);
    this.#runs = projections.map((projection) => new ProjectionRun(projection, { dataSource, log, moved }));
    this.#caughtUp = new Promise((resolve) => (this.#tellCaughtUp = resolve));
    if (projections.length === 0) this.#tellCaughtUp();
  }

  /**
   * Begins to work. A projection that had stopped is tried once more: a restart is how a corrected release arrives. Throws
   * when the store or the read models cannot be reached at all.
   */
  async start(): Promise<void> {
    if (this.#working !== undefined) throw new Error('the projection engine was started before');
    for (const run of this.#runs) {
      await retryProjection(this.options.dataSource, run.projection);
      await run.reload();
    }
    this.#shared = this.#whereMostStand();
    this.#working = Promise.all([this.#readTogether(), ...this.#runs.map((run) => this.#follow(run))]);
  }

  /** Ends after the transactions under way; nothing is left half done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const leave of this.#together.values()) leave();
    await this.#working;
    await Promise.all(this.#underWay);
  }

  /** Where each projection stands. */
  status(): Promise<readonly ProjectionStatus[]> {
    return projectionStatus(this.options.projections, this.options);
  }

  /** Resolves when the named projections (all by default) show a position, or when the time is over. */
  waitFor(position: bigint, names?: readonly string[], timeoutMs?: number): Promise<WaitOutcome> {
    return this.watch.waitFor(position, names, timeoutMs);
  }

  /** Resolves when each projection has reached the log's end once, or has stopped: for readiness. */
  caughtUpOnce(): Promise<void> {
    return this.#caughtUp;
  }

  /** Whether `caughtUpOnce` has come true. */
  get hasCaughtUpOnce(): boolean {
    return this.#settledOnce.size === this.#runs.length;
  }

  /** Lets a stopped projection try again; false when it was not stopped. */
  async retry(name: string): Promise<boolean> {
    const projection = this.options.projections.find((candidate) => candidate.name === name);
    if (projection === undefined) throw new TypeError(`no projection is called ${name}`);
    return retryProjection(this.options.dataSource, projection);
  }

  get #batchSize(): number {
    return this.options.batchSize ?? 1000;
  }

  get #ending(): AbortSignal {
    return this.#stopping.signal;
  }

  /**
   * Where the shared subscription begins: at the last of those within a batch of the foremost. After a restart these are all of
   * them; one far behind (a new version) reads on alone and keeps nobody waiting.
   */
  #whereMostStand(): bigint {
    const positions = this.#runs.map((run) => run.position);
    const foremost = positions.reduce((most, position) => (position > most ? position : most), 0n);
    const near = positions.filter((position) => foremost - position <= BigInt(this.#batchSize));
    return near.reduce((least, position) => (position < least ? position : least), foremost);
  }

  async #readTogether(): Promise<void> {
    const options = { signal: this.#ending, batchSize: this.#batchSize };
    while (!this.#ending.aborted) {
      try {
        for await (const events of this.options.store.subscribe(this.#shared, options)) {
          if (events.length === 0) this.#reachedTheEnd();
          else await this.#offerToAll(new LogBatch(this.#shared, events));
        }
      } catch (error) {
        await this.#lookAgain('the log could not be read; the projections try again', error);
      }
    }
  }

  async #offerToAll(batch: LogBatch): Promise<void> {
    this.#shared = batch.last;
    await Promise.all([...this.#together.keys()].map((run) => this.#offer(run, batch)));
  }

  #reachedTheEnd(): void {
    this.#sharedCaughtUp = true;
    for (const run of this.#together.keys()) this.#settle(run);
  }

  /** Hands a batch to a projection; one that takes too long is no longer waited for, and comes back when it has caught up. */
  async #offer(run: ProjectionRun, batch: LogBatch): Promise<void> {
    const leave = this.#together.get(run);
    const patience = new AbortController();
    const advancing = run.advance(batch, this.#ending).then((progress) => {
      patience.abort();
      this.#underWay.delete(advancing);
      if (progress !== 'advanced' || !this.#together.has(run)) {
        this.#together.delete(run);
        leave?.();
      }
    });
    this.#underWay.add(advancing);
    const outOfPatience = pause(PATIENCE_MS, undefined, { signal: patience.signal }).then(
      () => void this.#together.delete(run),
      () => undefined,
    );
    await Promise.race([advancing, outOfPatience]);
  }

  async #follow(run: ProjectionRun): Promise<void> {
    while (!this.#ending.aborted) {
      try {
        if (run.failure !== undefined) await this.#untilRetried(run);
        else if (await this.#catchUp(run)) await this.#goTogether(run);
      } catch (error) {
        await this.#lookAgain('a projection could not read on; it tries again', error, run);
      }
    }
  }

  /** Reads on alone until nothing lies between the projection and the shared subscription; false when it stopped. */
  async #catchUp(run: ProjectionRun): Promise<boolean> {
    while (run.failure === undefined && !this.#ending.aborted) {
      // No await between this check and joining: the subscription cannot slip by.
      if (run.position >= this.#shared) return true;
      const sharedBefore = this.#shared;
      let progress = 'advanced';
      for await (const batch of readLog(this.options.store, run.position, this.#batchSize)) {
        progress = await run.advance(batch, this.#ending);
        if (progress !== 'advanced') break;
      }
      // An engine whose positions have gaps may have its end beyond the last event.
      if (progress === 'advanced' && sharedBefore === this.#shared) return true;
    }
    return false;
  }

  async #goTogether(run: ProjectionRun): Promise<void> {
    const left = new Promise<void>((resolve) => this.#together.set(run, resolve));
    if (this.#sharedCaughtUp) this.#settle(run);
    if (!this.#ending.aborted) await left;
    this.#together.delete(run);
  }

  async #untilRetried(run: ProjectionRun): Promise<void> {
    this.#settle(run);
    await this.#sleep(LOOK_AGAIN_MS);
    await run.reload();
  }

  #settle(run: ProjectionRun): void {
    this.#settledOnce.add(run);
    if (this.hasCaughtUpOnce) this.#tellCaughtUp();
  }

  async #lookAgain(message: string, error: unknown, run?: ProjectionRun): Promise<void> {
    if (this.#ending.aborted) return;
    this.options.log.warn({ ...(run === undefined ? {} : { projection: run.name }), reason: reasonOf(error) }, message);
    await this.#sleep(LOOK_AGAIN_MS);
  }

  #sleep(milliseconds: number): Promise<void> {
    return pause(milliseconds, undefined, { signal: this.#ending }).catch(() => undefined);
  }
}
