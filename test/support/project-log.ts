import type { DataSource } from 'typeorm';
import { LogBatch } from '#platform/projections/log-batch.js';
import type { Projection } from '#platform/projections/projection.js';
import { takerOf } from '#platform/projections/taking-in.js';
import type { EventStore } from '#platform/event-store/port.js';

export interface ProjectLogOptions {
  readonly store: Pick<EventStore, 'readAll' | 'readStream'>;
  readonly dataSource: DataSource;
  readonly projections: readonly Projection[];
  /** Where the read models stand. */
  readonly after?: bigint;
  /** How many events at a time; the last one repeats. */
  readonly batchSizes?: readonly number[];
  /** Whether nothing is remembered from one batch to the next, as after a restart. */
  readonly forgetful?: boolean;
}

/** Takes the rest of a log into read models, without an engine and its checkpoints; answers where they stand then. */
export async function projectLog(options: ProjectLogOptions): Promise<bigint> {
  const { store, dataSource, projections, batchSizes = [1000] } = options;
  const takers = projections.map((projection) => ({ projection, taker: takerOf(projection, dataSource) }));
  let position = options.after ?? 0n;
  for (let turn = 0; ; turn++) {
    const size = batchSizes[Math.min(turn, batchSizes.length - 1)] ?? 1;
    const batch = new LogBatch(position, await store.readAll(position, size), store);
    if (batch.events.length === 0) return position;
    for (const { projection, taker } of takers) {
      const { events, unreadable } = batch.decodedBy(projection.reader);
      if (unreadable !== undefined) throw unreadable.error;
      if (events.length === 0) continue;
      const changes = await taker.changesBy(events, position, batch);
      await dataSource.transaction((manager) => changes.write(manager));
      if (options.forgetful !== true) changes.written();
    }
    position = batch.last;
  }
}
