import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { clientOf } from '../read-store/flight.js';
import { BulkLoad } from './bulk-load.js';
import { type Checkpoint, loadCheckpoints, lockCheckpoint } from './checkpoints.js';
import type { CopyChannel } from './copy-channel.js';
import { LONG_WAY_BATCH, type LogBatch, readLog } from './log-batch.js';
import { isPassing, reasonOf } from './projection-failure.js';
import type { ProjectedEvent, Projection, StreamProjection } from './projection.js';
import { LinesOfTables } from './row-lines.js';
import { ShadowTables } from './shadow-tables.js';
import { loadSteppedOver } from './stepped-over.js';
import { CannotApply, StreamStates } from './stream-states.js';
import type { TableComparison } from './table-comparison.js';
import { type Taker, takerOf } from './taking-in.js';

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

/** One projection's tables on their way from empty to live. */
export class RebuiltCopy {
  readonly #tables: ShadowTables;
  readonly #taker: Taker;
  readonly #startedAt = performance.now();
  #load: StreamLoad | undefined;
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
    this.#taker = takerOf(projection, options.dataSource);
  }

  async begin(): Promise<void> {
    const { dataSource, store } = this.options;
    this.target = (await this.#liveCheckpoint()).position;
    this.#steppedOver = await loadSteppedOver(store, this.projection);
    await this.#tables.create(dataSource);
    if ('step' in this.projection) this.#load = await StreamLoad.of(this.projection, this.#tables, dataSource);
    // Its SQL may count on its keys.
    else await this.#tables.addKeys(dataSource.manager);
  }

  /** Prepares the tables for the transaction in which they are filled. */
  async empty(manager: EntityManager): Promise<void> {
    if (this.#load !== undefined) await this.#tables.truncate(manager);
  }

  /** Takes in what of the batch lies ahead: through the channel, or by SQL in a transaction of its own. */
  async takeIn(batch: LogBatch, channel: CopyChannel): Promise<void> {
    if (batch.last <= this.#position) return;
    await (this.#load === undefined ? this.#write(batch) : this.#fold(batch, this.#load, channel));
    this.#passed(batch);
  }

  /** Sends what was still held back. */
  async sendRest(channel: CopyChannel): Promise<void> {
    await this.#load?.rows.sendRest(channel);
  }

  /** Makes the keys, catches up with the live tables, compares, and takes their place. */
  async finish(): Promise<RebuildReport> {
    const { dataSource } = this.options;
    if (this.#load !== undefined) {
      const { rows } = this.#load;
      await this.#tables.addKeys(dataSource.manager);
      await dataSource.transaction(async (manager) => rows.amend(await clientOf(manager)));
    }
    await this.#catchUp((await this.#liveCheckpoint()).position, async (batch) => {
      await this.#write(batch);
      this.#passed(batch);
    });
    await this.#tables.analyze(dataSource);
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
        this.#taker.forget();
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

  async #fold(recorded: LogBatch, load: StreamLoad, channel: CopyChannel): Promise<void> {
    const batch = recorded.without(this.#steppedOver);
    const events = this.#eventsIn(batch);
    await this.#telling(batch, () => load.takeIn(events, this.#position, batch, channel));
  }

  /** Applies a batch in a transaction of its own. */
  async #write(batch: LogBatch): Promise<void> {
    await this.options.dataSource.transaction((manager) => this.#apply(batch, manager));
  }

  async #apply(recorded: LogBatch, manager: EntityManager): Promise<void> {
    const batch = recorded.without(this.#steppedOver);
    const events = this.#eventsIn(batch);
    if (events.length === 0) return;
    await this.#telling(batch, async () => {
      const changes = await this.#taker.changesBy(events, this.#position, batch);
      await this.#tables.use(manager);
      await changes.write(manager);
      changes.written();
    });
  }

  /** What of a batch concerns the projection. */
  #eventsIn(batch: LogBatch): readonly ProjectedEvent[] {
    const { events, unreadable } = batch.decodedBy(this.projection.reader);
    if (unreadable === undefined) return events;
    const at = `the event ${unreadable.storedName} at position ${unreadable.position}`;
    throw new RebuildFailed(this.projection.name, `${at} ${reasonOf(unreadable.error)}`);
  }

  /** Tells, of an error, which events it came of. */
  async #telling(batch: LogBatch, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof RebuildFailed) throw error;
      const between = `between positions ${batch.after + 1n} and ${batch.last}`;
      const why = error instanceof CannotApply ? error.cause : error;
      // An error of the database carries the statement's values along, which may be anybody's words.
      const cause = why instanceof QueryFailedError ? {} : { cause: why };
      throw new RebuildFailed(this.projection.name, `an event ${between} cannot be applied: ${reasonOf(why)}`, cause);
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

/** The load of a projection that folds streams. */
class StreamLoad {
  private constructor(
    private readonly states: StreamStates,
    readonly rows: BulkLoad,
  ) {}

  static async of(projection: StreamProjection, tables: ShadowTables, dataSource: DataSource): Promise<StreamLoad> {
    const lines = await new LinesOfTables().lookUp(projection.tables, dataSource.manager);
    const rows = new BulkLoad(projection.shapes, lines, (table) => tables.place(table));
    return new StreamLoad(new StreamStates(projection), rows);
  }

  async takeIn(events: readonly ProjectedEvent[], from: bigint, batch: LogBatch, channel: CopyChannel): Promise<void> {
    const states = await this.states.fold(events, from, batch, (write) => {
      this.rows.add(write);
    });
    this.states.keep(states);
    await this.rows.send(channel);
  }
}
