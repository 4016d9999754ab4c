import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import {
  type Checkpoint,
  holdCheckpoint,
  moveCheckpoint,
  openCheckpoint,
  type ProjectionFailure,
  stopCheckpoint,
} from './checkpoints.js';
import type { LogBatch } from './log-batch.js';
import { isPassing, reasonOf } from './projection-failure.js';
import type { ProjectedEvent, Projection } from './projection.js';
import { CannotApply } from './stream-states.js';
import { type Changes, type Taker, takerOf } from './taking-in.js';
import { type Prepared, writeTogether } from './written-together.js';

/** Where engines tell what an operator should know; pino's logger fits. */
export interface EngineLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What a projection run works with. */
export interface RunSurroundings {
  readonly dataSource: DataSource;
  readonly log: EngineLog;
  /** Told of every position the projection has reached. */
  readonly moved: (name: string, position: bigint) => void;
  /** Whether this engine may run the projection. */
  readonly mayRun: (name: string) => boolean;
  /** The positions an operator has told the projection to do without. */
  readonly steppedOver: (projection: Projection) => Promise<ReadonlySet<bigint>>;
}

/**
 * `advanced`: it has taken in the whole batch. `behind`: the batch begins after its checkpoint, or it was asked to end, or to
 * leave the projection to another engine, before the batch was done. `stopped`: an event of the batch cannot be taken in.
 */
export type Progress = 'advanced' | 'behind' | 'stopped';

const FIRST_BACK_OFF_MS = 50;
const LONGEST_BACK_OFF_MS = 5000;

/** What a batch changes in a projection that takes it in with others. */
export interface PreparedRun extends Prepared {
  /** Tells the run that it was written. */
  readonly reach: () => void;
}

/** One projection on its way through the log: applies batches, moves its checkpoint with them, stops at what it cannot take. */
export class ProjectionRun {
  readonly #taker: Taker;
  #checkpoint: Checkpoint | undefined;
  #steppedOver: ReadonlySet<bigint> = new Set();
  /** How many events to apply at once: halved when some fail, so that in the end the one at fault stands alone. */
  #atOnce = Infinity;
  #failuresInARow = 0;

  constructor(
    readonly projection: Projection,
    private readonly surroundings: RunSurroundings,
  ) {
    this.#taker = takerOf(projection, surroundings.dataSource);
  }

  get name(): string {
    return this.projection.name;
  }

  /** The position it has taken in; 0 before its checkpoint was looked up. */
  get position(): bigint {
    return this.#checkpoint?.position ?? 0n;
  }

  get failure(): ProjectionFailure | undefined {
    return this.#checkpoint?.failure;
  }

  /** Looks up the checkpoint afresh: another engine has moved it. */
  async look(): Promise<void> {
    this.#taker.forget();
    this.#reach(await openCheckpoint(this.surroundings.dataSource, this.projection));
  }

  /** Looks up, before it begins or begins again, where it stands and what it does without: an operator may have changed either. */
  async reload(): Promise<void> {
    await this.look();
    this.#steppedOver = await this.surroundings.steppedOver(this.projection);
  }

  /** Takes in what of the batch lies after its checkpoint. Never throws: what passes is tried again, what does not stops it. */
  async advance(recorded: LogBatch, signal: AbortSignal): Promise<Progress> {
    const batch = recorded.without(this.#steppedOver);
    while (!signal.aborted && this.surroundings.mayRun(this.name)) {
      if (this.failure !== undefined) return 'stopped';
      if (this.position >= batch.last) return 'advanced';
      if (this.#checkpoint !== undefined && this.position < batch.after) return 'behind';
      try {
        await (this.#checkpoint === undefined ? this.reload() : this.#takeIn(batch, this.#checkpoint));
        this.#failuresInARow = 0;
      } catch (error) {
        await this.#backOff(error, signal);
      }
    }
    return 'behind';
  }

  /**
   * What a batch changes, to be written together with what it changes in others; undefined where it is better taken in alone. The
   * batch begins where all of them stand.
   */
  async prepare(recorded: LogBatch): Promise<PreparedRun | undefined> {
    const checkpoint = this.#checkpoint;
    if (checkpoint?.position !== recorded.after || this.failure !== undefined || !this.surroundings.mayRun(this.name))
      return undefined;
    const batch = recorded.without(this.#steppedOver);
    const { events, unreadable } = batch.decodedBy(this.projection.reader);
    if (unreadable !== undefined || events.length > this.#atOnce) return undefined;
    const [from, to] = [checkpoint.position, batch.last];
    const changes = await this.#taker.changesBy(events, from, batch);
    const { statements } = changes;
    if (statements === undefined) return undefined;
    const reach = (): void => {
      changes.written();
      this.#reach({ ...checkpoint, position: to });
    };
    return { projection: this.projection, from, to, statements, reach };
  }

  async #takeIn(batch: LogBatch, from: Checkpoint): Promise<void> {
    const { events, unreadable } = batch.decodedBy(this.projection.reader);
    const due = events.filter((event) => event.position > from.position);
    if (due.length === 0 && unreadable !== undefined) return this.#stop(from, unreadable, unreadable.error);
    const now = due.slice(0, this.#atOnce);
    const last = now.at(-1);
    const takesRest = now.length === due.length && unreadable === undefined;
    try {
      await this.#takeInAtOnce(now, from, last === undefined || takesRest ? batch.last : last.position, batch);
      this.#atOnce *= 2;
    } catch (error) {
      if (!(error instanceof CannotApply)) throw error;
      if (now.length > 1 || last === undefined) this.#atOnce = Math.ceil(now.length / 2);
      else await this.#stop(from, { position: last.position, storedName: storedNameIn(batch, last) }, error.cause);
    }
  }

  async #takeInAtOnce(events: readonly ProjectedEvent[], from: Checkpoint, to: bigint, batch: LogBatch): Promise<void> {
    const moved = await (events.length === 0 ? this.#moveOver(from.position, to) : this.#apply(events, from.position, to, batch));
    if (moved) this.#reach({ ...from, position: to });
    else await this.look();
  }

  /** Nothing in the batch concerns this projection, yet those who wait for a position must see it pass. */
  #moveOver(from: bigint, to: bigint): Promise<boolean> {
    return moveCheckpoint(this.surroundings.dataSource, this.projection, from, to);
  }

  async #apply(events: readonly ProjectedEvent[], from: bigint, to: bigint, batch: LogBatch): Promise<boolean> {
    const changes = await this.#taker.changesBy(events, from, batch);
    const { statements } = changes;
    const moved = await (statements === undefined
      ? this.#writeInTransaction(changes, from, to)
      : this.#writeAtOnce({ projection: this.projection, from, to, statements }));
    if (moved) changes.written();
    return moved;
  }

  async #writeAtOnce(prepared: Prepared): Promise<boolean> {
    try {
      return await writeTogether(this.surroundings.dataSource, [prepared]);
    } catch (error) {
      throw isPassing(error) ? error : new CannotApply(error);
    }
  }

  async #writeInTransaction(changes: Changes, from: bigint, to: bigint): Promise<boolean> {
    let writing = false;
    try {
      return await this.surroundings.dataSource.transaction(async (manager) => {
        if (!(await holdCheckpoint(manager, this.projection, from))) return false;
        writing = true;
        await changes.write(manager);
        // Last, not first: had the projection swallowed an error of the database, the commit would silently roll back.
        return moveCheckpoint(manager, this.projection, from, to);
      });
    } catch (error) {
      throw writing && !isPassing(error) ? new CannotApply(error) : error;
    }
  }

  async #stop(at: Checkpoint, event: Pick<ProjectionFailure, 'position' | 'storedName'>, error: unknown): Promise<void> {
    const failure = { position: event.position, storedName: event.storedName, reason: reasonOf(error) };
    if (!(await stopCheckpoint(this.surroundings.dataSource, this.projection, at.position, failure))) return this.look();
    this.#atOnce = Infinity;
    this.#checkpoint = { ...at, failure };
    this.surroundings.log.error(
      { projection: this.name, position: String(failure.position), storedName: failure.storedName, reason: failure.reason },
      'a projection has stopped at an event it cannot take in; its read model stays as it was before that event',
    );
  }

  #reach(checkpoint: Checkpoint): void {
    this.#checkpoint = checkpoint;
    this.surroundings.moved(this.name, checkpoint.position);
  }

  async #backOff(error: unknown, signal: AbortSignal): Promise<void> {
    const wait = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** this.#failuresInARow++);
    this.surroundings.log.warn(
      { projection: this.name, reason: reasonOf(error), tryAgainInMs: wait },
      'a projection could not reach its tables; it tries again',
    );
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

function storedNameIn(batch: LogBatch, event: ProjectedEvent): string {
  return batch.events.find((recorded) => recorded.position === event.position)?.type ?? event.event.type;
}
