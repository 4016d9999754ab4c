import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { CheckpointWatch, type WaitOutcome } from './checkpoint-watch.js';
import { retryProjection } from './checkpoints.js';
import { readLog } from './log-batch.js';
import { reasonOf } from './projection-failure.js';
import { type LeaseOptions, ProjectionLeases } from './projection-leases.js';
import { type EngineLog, ProjectionRun } from './projection-run.js';
import { type ProjectionStatus, projectionStatus } from './projection-status.js';
import type { Projection } from './projection.js';
import { SharedSubscription } from './shared-subscription.js';
import { loadSteppedOver } from './stepped-over.js';
import { makeLive } from './versions.js';

export interface ProjectionEngineOptions {
  readonly store: EventStore;
  readonly dataSource: DataSource;
  readonly projections: readonly Projection[];
  readonly log: EngineLog;
  /** Told of every move, so that those who wait in this process need not look it up. One is made when absent. */
  readonly watch?: CheckpointWatch;
  /** Events taken in at once, at most. */
  readonly batchSize?: number;
  /** Only builds: people go on reading the versions before these. */
  readonly buildOnly?: boolean;
  /** How this engine is told to operators, and how it shows that it lives. */
  readonly lease?: Pick<LeaseOptions, 'holder' | 'beatMs' | 'expiresMs'>;
}

const LOOK_AGAIN_MS = 500;

/**
 * Keeps read models up with the log. Of several engines on one database, one runs each projection; the others stand by. All
 * projections that are up to date share one subscription; one that is behind (new, slow, retried) first reads on by itself and
 * joins the others when it has caught up. Each moves its own checkpoint in the transaction of its own rows, so a failure is its
 * own, and no event is ever applied twice, even while one engine takes over from another.
 */
export class ProjectionEngine {
  readonly watch: CheckpointWatch;
  readonly #runs: readonly ProjectionRun[];
  readonly #leases: ProjectionLeases;
  readonly #shared: SharedSubscription;
  readonly #stopping = new AbortController();
  /** Those this engine has tried once, whatever they had stopped at, since it took them over. */
  readonly #takenUp = new Set<ProjectionRun>();
  readonly #settledOnce = new Set<ProjectionRun>();
  readonly #live = new Set<ProjectionRun>();
  readonly #caughtUp: Promise<void>;
  #tellCaughtUp: () => void = () => undefined;
  #working: Promise<unknown> | undefined;

  constructor(private readonly options: ProjectionEngineOptions) {
    const { store, dataSource, projections, log } = options;
    this.watch = options.watch ?? new CheckpointWatch(dataSource, projections);
    this.#leases = new ProjectionLeases({ dataSource, projections, log, ...options.lease });
    const surroundings = {
      dataSource,
      log,
      moved: (name: string, position: bigint) => this.watch.moved(name, position),
      mayRun: (name: string) => this.#leases.holds(name),
      steppedOver: (projection: Projection) => loadSteppedOver(store, projection),
    };
    this.#runs = projections.map((projection) => new ProjectionRun(projection, surroundings));
    const reading = { signal: this.#ending, batchSize: this.#batchSize };
    this.#shared = new SharedSubscription(store, dataSource, reading, (run) => this.#reachedTheEnd(run));
    this.#caughtUp = new Promise((resolve) => (this.#tellCaughtUp = resolve));
    if (projections.length === 0) this.#tellCaughtUp();
  }

  /**
   * Begins to work. A projection that had stopped is tried once more: a restart is how a corrected release arrives. Throws
   * when the store or the read models cannot be reached at all.
   */
  async start(): Promise<void> {
    if (this.#working !== undefined) throw new Error('the projection engine was started before');
    await this.#leases.start();
    for (const run of this.#runs) await (this.#leases.holds(run.name) ? this.#takeUp(run) : run.look());
    this.#shared.position = this.#whereMostStand();
    this.#working = Promise.all([this.#readTogether(), ...this.#runs.map((run) => this.#follow(run))]);
  }

  /** Ends after the transactions under way; nothing is left half done, and another engine may take over at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#shared.end();
    await this.#working;
    await this.#leases.stop();
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
    while (!this.#ending.aborted) {
      await this.#shared
        .read()
        .catch((error: unknown) => this.#lookAgain('the log could not be read; the projections try again', error));
    }
  }

  async #follow(run: ProjectionRun): Promise<void> {
    while (!this.#ending.aborted) {
      try {
        if (!this.#leases.holds(run.name)) await this.#standBy(run);
        else if (!this.#takenUp.has(run)) await this.#takeUp(run);
        else if (run.failure !== undefined) await this.#untilRetried(run);
        else if (await this.#catchUp(run)) await this.#goTogether(run);
      } catch (error) {
        await this.#lookAgain('a projection could not read on; it tries again', error, run);
      }
    }
  }

  /** Another engine runs it; people who wait for it are told all the same. */
  async #standBy(run: ProjectionRun): Promise<void> {
    this.#takenUp.delete(run);
    await run.look();
    if (run.failure !== undefined) this.#settle(run);
    else if ((await this.options.store.readAll(run.position, 1)).length === 0) await this.#reachedTheEnd(run);
    await this.#sleep(LOOK_AGAIN_MS);
  }

  async #takeUp(run: ProjectionRun): Promise<void> {
    await retryProjection(this.options.dataSource, run.projection);
    await run.reload();
    this.#takenUp.add(run);
  }

  /** Reads on alone until nothing lies between the projection and the shared subscription; false when it has to leave off. */
  async #catchUp(run: ProjectionRun): Promise<boolean> {
    while (run.failure === undefined && this.#leases.holds(run.name) && !this.#ending.aborted) {
      // No await between this check and joining: the subscription cannot slip by.
      if (run.position >= this.#shared.position) return true;
      const sharedBefore = this.#shared.position;
      let progress = 'advanced';
      for await (const batch of readLog(this.options.store, run.position, this.#batchSize)) {
        progress = await run.advance(batch, this.#ending);
        if (progress !== 'advanced') break;
      }
      // An engine whose positions have gaps may have its end beyond the last event.
      if (progress === 'advanced' && sharedBefore === this.#shared.position) return true;
    }
    return false;
  }

  async #goTogether(run: ProjectionRun): Promise<void> {
    const left = this.#shared.join(run);
    if (this.#shared.hasBeenAtTheEnd) await this.#reachedTheEnd(run);
    if (!this.#ending.aborted) await left;
  }

  async #untilRetried(run: ProjectionRun): Promise<void> {
    this.#settle(run);
    await this.#sleep(LOOK_AGAIN_MS);
    await run.reload();
  }

  /** What has caught up is fit to be read. */
  async #reachedTheEnd(run: ProjectionRun): Promise<void> {
    if (!this.#live.has(run) && this.options.buildOnly !== true) {
      const { from, to } = await makeLive(run.projection, this.options.dataSource, { onlyForward: true });
      if (from !== undefined) this.options.log.info({ projection: run.name, from, to }, 'people now read another version');
    }
    this.#live.add(run);
    this.#settle(run);
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
