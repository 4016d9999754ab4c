import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { type Checkpoint, loadCheckpoints, lockCheckpoint } from './checkpoints.js';
import { LONG_WAY_BATCH, type LogBatch, readLog } from './log-batch.js';
import { isPassing, reasonOf } from './projection-failure.js';
import type { Projection } from './projection.js';
import { ShadowTables } from './shadow-tables.js';
import { loadSteppedOver } from './stepped-over.js';
import type { TableComparison } from './table-comparison.js';

/** How far a rebuild has come. */
export interface RebuildProgress {
  readonly position: bigint;
  readonly target: bigint;
}

export interface RebuildOptions {
  readonly store: EventStore;
  /** Connects as the owner of the read models' tables. */
  readonly dataSource: DataSource;
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Only compares: the live tables stay, the rebuilt ones are dropped. */
  readonly compareOnly?: boolean;
  readonly batchSize?: number;
}

/** What a rebuild found. */
export interface RebuildReport {
  readonly projection: string;
  readonly version: number;
  /** Events of the log read. */
  readonly events: number;
  readonly seconds: number;
  /** The position both sets of tables stood at when they were compared. */
  readonly position: bigint;
  readonly tables: readonly TableComparison[];
}

/** A rebuild that ended early. The live read model is as it was before. */
export class RebuildFailed extends Error {
  constructor(
    readonly projection: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `the rebuild of ${projection} has ended: ${reason}. Its read model is unchanged; the rebuild may be run again`,
      options,
    );
    this.name = 'RebuildFailed';
  }
}

/**
 * How long the exchange waits for readers before it lets them go first and is tried again, in milliseconds. Shorter than the
 * second after which PostgreSQL looks for deadlocks, so that it is never a reader who has to give way.
 */
const EXCHANGE_PATIENCE_MS = 500;
const EXCHANGE_ATTEMPTS = 10;

/** Works a read model out again from the whole log; see `rebuildProjections`. */
export async function rebuildProjection(projection: Projection, options: RebuildOptions): Promise<RebuildReport> {
  const [report] = await rebuildProjections([projection], options);
  if (report === undefined) throw new Error('a rebuild of one projection gives one report');
  return report;
}

/**
 * Works read models out again from the whole log, read once for all of them, into tables beside the live ones; then catches up
 * to the live checkpoint, holds it, compares row by row, and puts the new tables in the place of the old ones. Readers see
 * either the old or the new tables, whole; commands and the live projections go on meanwhile. Throws RebuildFailed, with the
 * live tables as they were, for an event that cannot be taken in or another rebuild under way.
 */
export async function rebuildProjections(
  projections: readonly Projection[],
  options: RebuildOptions,
): Promise<readonly RebuildReport[]> {
  return alone(projections, options.dataSource, async () => {
    const copies = projections.map((projection) => new RebuiltCopy(projection, options));
    try {
      for (const copy of copies) await copy.begin();
      await replay(copies, options);
      const reports: RebuildReport[] = [];
      for (const copy of copies) reports.push(await copy.finish());
      return reports;
    } finally {
      for (const copy of copies) await copy.clearAway();
    }
  });
}

async function replay(
  copies: readonly RebuiltCopy[],
  { store, batchSize = LONG_WAY_BATCH, onProgress }: RebuildOptions,
): Promise<void> {
  const target = copies.reduce((furthest, copy) => (copy.target > furthest ? copy.target : furthest), 0n);
  for await (const batch of readLog(store, 0n, batchSize)) {
    await Promise.all(copies.map((copy) => copy.takeIn(batch.upTo(copy.target))));
    onProgress?.({ position: batch.last < target ? batch.last : target, target });
    if (batch.last >= target) return;
  }
}

/** Holds one advisory lock per projection while working: two rebuilds of one read model would take away each other's tables. */
async function alone<Result>(
  projections: readonly Projection[],
  dataSource: DataSource,
  work: () => Promise<Result>,
): Promise<Result> {
  const keeper = dataSource.createQueryRunner();
  try {
    for (const { name } of projections) {
      const lock = `select pg_try_advisory_lock(hashtextextended($1, 0)) as taken`;
      const [answer] = await keeper.manager.query<{ taken: boolean }[]>(lock, [`rebuild ${name}`]);
      if (answer?.taken !== true) throw new RebuildFailed(name, 'another one is under way');
    }
    return await work();
  } finally {
    await keeper.query('select pg_advisory_unlock_all()').catch(() => undefined);
    await keeper.release();
  }
}

/** One projection's tables on their way from empty to live. */
class RebuiltCopy {
  readonly #tables: ShadowTables;
  readonly #startedAt = performance.now();
  #steppedOver: ReadonlySet<bigint> = new Set();
  #position = 0n;
  #events = 0;
  /** The live checkpoint when the rebuild began: the copy never overtakes the live tables it will be compared with. */
  target = 0n;

  constructor(
    private readonly projection: Projection,
    private readonly options: RebuildOptions,
  ) {
    this.#tables = new ShadowTables(projection.name, projection.tables);
  }

  async begin(): Promise<void> {
    this.target = (await this.#liveCheckpoint()).position;
    this.#steppedOver = await loadSteppedOver(this.options.store, this.projection);
    await this.#tables.create(this.options.dataSource);
  }

  /** Applies what of the batch lies ahead, in a transaction of its own. */
  async takeIn(batch: LogBatch): Promise<void> {
    if (batch.last <= this.#position) return;
    await this.options.dataSource.transaction((manager) => this.#apply(batch, manager));
    this.#passed(batch);
  }

  /** Catches up with the live tables, compares, and takes their place. */
  async finish(): Promise<RebuildReport> {
    await this.#catchUp((await this.#liveCheckpoint()).position, (batch) => this.takeIn(batch));
    await this.#tables.analyze(this.options.dataSource);
    const tables = await this.#exchange();
    const { name, version } = this.projection;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return { projection: name, version, events: this.#events, seconds, position: this.#position, tables };
  }

  /** Removes whatever did not become live. What cannot be removed now, the next rebuild removes. */
  async clearAway(): Promise<void> {
    await this.#tables.drop(this.options.dataSource).catch(() => undefined);
  }

  async #exchange(): Promise<readonly TableComparison[]> {
    for (let attempt = 1; ; attempt++) {
      const position = this.#position;
      const events = this.#events;
      try {
        return await this.options.dataSource.transaction((manager) => this.#compareAndExchange(manager));
      } catch (error) {
        if (!isPassing(error)) throw error;
        if (attempt === EXCHANGE_ATTEMPTS) {
          throw new RebuildFailed(this.projection.name, 'readers held up the exchange of the tables', { cause: error });
        }
        // What was applied in the failed transaction is gone with it.
        this.#position = position;
        this.#events = events;
        await pause(EXCHANGE_PATIENCE_MS);
      }
    }
  }

  async #compareAndExchange(manager: EntityManager): Promise<readonly TableComparison[]> {
    const live = await lockCheckpoint(manager, this.projection);
    await this.#catchUp(live.position, async (batch) => {
      await this.#apply(batch, manager);
      this.#passed(batch);
    });
    if (this.#position !== live.position) {
      // A server that crashed may have lost the live checkpoint's last moves, with their rows.
      throw new RebuildFailed(
        this.projection.name,
        `the live tables stand at ${live.position}, the rebuilt ones at ${this.#position}`,
      );
    }
    await manager.query(`select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true)`);
    const tables = await this.#tables.compare(manager);
    // The exchange itself is durable: half of it must never be lost after the old tables are gone.
    await manager.query(`select set_config('lock_timeout', $1, true), set_config('synchronous_commit', 'on', true)`, [
      String(EXCHANGE_PATIENCE_MS),
    ]);
    if (this.options.compareOnly !== true) await this.#tables.replaceLive(manager);
    return tables;
  }

  async #catchUp(target: bigint, takeIn: (batch: LogBatch) => Promise<void>): Promise<void> {
    if (this.#position >= target) return;
    for await (const batch of readLog(this.options.store, this.#position, this.options.batchSize ?? LONG_WAY_BATCH)) {
      await takeIn(batch.upTo(target));
      if (batch.last >= target) return;
    }
  }

  async #apply(batch: LogBatch, manager: EntityManager): Promise<void> {
    const { events, unreadable } = batch.without(this.#steppedOver).decodedBy(this.projection.reader);
    if (unreadable !== undefined) {
      const at = `the event ${unreadable.storedName} at position ${unreadable.position}`;
      throw new RebuildFailed(this.projection.name, `${at} ${reasonOf(unreadable.error)}`);
    }
    if (events.length === 0) return;
    await this.#tables.use(manager);
    try {
      await this.projection.apply(events, manager);
    } catch (error) {
      const between = `between positions ${batch.after + 1n} and ${batch.last}`;
      // An error of the database carries the statement's values along, which may be anybody's words.
      const cause = error instanceof QueryFailedError ? {} : { cause: error };
      throw new RebuildFailed(this.projection.name, `an event ${between} cannot be applied: ${reasonOf(error)}`, cause);
    }
  }

  #passed(batch: LogBatch): void {
    this.#events += batch.events.length;
    this.#position = batch.last;
  }

  async #liveCheckpoint(): Promise<Checkpoint> {
    const [checkpoint] = await loadCheckpoints(this.options.dataSource, [this.projection]);
    if (checkpoint === undefined)
      throw new RebuildFailed(this.projection.name, 'it never ran here, so there is nothing to rebuild');
    return checkpoint;
  }
}
