import type { DataSource, EntityManager } from 'typeorm';
import { clientOf, fly, type Statement } from '../read-store/flight.js';
import type { LogBatch } from './log-batch.js';
import { PendingWrites } from './pending-writes.js';
import type { ProjectedEvent, Projection, SqlProjection, StreamProjection } from './projection.js';
import { LinesOfTables } from './row-lines.js';
import { StreamStates } from './stream-states.js';

/** What some events do to a read model: worked out first, then written in the transaction that moves the checkpoint. */
export interface Changes {
  /** What writes them; undefined where only `write` can. */
  readonly statements?: readonly Statement[];
  /** Writes them in the manager's transaction. */
  write(manager: EntityManager): Promise<void>;
  /** Tells that the transaction was committed. */
  written(): void;
}

/** Works out what events do to one read model, batch by batch. */
export interface Taker {
  /** What events of the batch change, which follow on position `from`. Throws CannotApply for what the projection throws. */
  changesBy(events: readonly ProjectedEvent[], from: bigint, batch: LogBatch): Promise<Changes>;
  /** Begins anew: the read model has moved by other hands, or does without other events than before. */
  forget(): void;
}

export const takerOf = (projection: Projection, dataSource: DataSource): Taker =>
  'step' in projection ? new StreamTaker(projection, dataSource) : new SqlTaker(projection);

class StreamTaker implements Taker {
  readonly #states: StreamStates;
  readonly #lines = new LinesOfTables();

  constructor(
    private readonly projection: StreamProjection,
    private readonly dataSource: DataSource,
  ) {
    this.#states = new StreamStates(projection);
  }

  async changesBy(events: readonly ProjectedEvent[], from: bigint, batch: LogBatch): Promise<Changes> {
    const { shapes, tables } = this.projection;
    const writes = new PendingWrites(shapes, await this.#lines.lookUp(tables, this.dataSource.manager));
    const states = await this.#states.fold(events, from, batch, (write) => {
      writes.add(write);
    });
    const statements = writes.takeStatements();
    return {
      statements,
      write: async (manager) => fly(await clientOf(manager), statements),
      written: () => this.#states.keep(states),
    };
  }

  forget(): void {
    this.#states.forget();
  }
}

/** Works nothing out beforehand: the projection's own SQL does. */
class SqlTaker implements Taker {
  constructor(private readonly projection: SqlProjection) {}

  changesBy(events: readonly ProjectedEvent[]): Promise<Changes> {
    return Promise.resolve({ write: (manager) => this.projection.apply(events, manager), written: () => undefined });
  }

  forget(): void {
    // There is nothing to forget.
  }
}
