import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { type Checkpoint, loadCheckpoints, type ProjectionFailure, type ProjectionKey } from './checkpoints.js';

/** How far a projection is behind the log. */
export interface ProjectionLag {
  /** Positions of the log not yet taken in. */
  readonly positions: bigint;
  /** How long the oldest event not yet taken in has been waiting. */
  readonly seconds: number;
}

/** Where a projection stands, for operators, metrics and readiness. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly status: 'running' | 'stopped';
  readonly position: bigint;
  readonly head: bigint;
  readonly lag: ProjectionLag;
  /** Present when it has stopped. */
  readonly failure?: ProjectionFailure;
}

/** What the status is worked out from. */
export interface StatusSources {
  readonly store: EventStore;
  readonly dataSource: DataSource;
}

/** Where each projection stands; right in any process, whether or not the projections run in it. */
export async function projectionStatus(
  projections: readonly ProjectionKey[],
  { store, dataSource }: StatusSources,
): Promise<readonly ProjectionStatus[]> {
  const { position: head } = await store.head();
  const checkpoints = new Map(
    (await loadCheckpoints(dataSource, projections)).map((checkpoint) => [checkpoint.name, checkpoint]),
  );
  return Promise.all(projections.map((projection) => statusOf(projection, checkpoints.get(projection.name), head, store)));
}

async function statusOf(
  { name, version }: ProjectionKey,
  checkpoint: Checkpoint | undefined,
  head: bigint,
  store: EventStore,
): Promise<ProjectionStatus> {
  const position = checkpoint?.position ?? 0n;
  const failure = checkpoint?.failure;
  return {
    name,
    version,
    status: failure === undefined ? 'running' : 'stopped',
    position,
    head,
    lag:
      position >= head
        ? { positions: 0n, seconds: 0 }
        : { positions: head - position, seconds: await secondsWaiting(position, store) },
    ...(failure === undefined ? {} : { failure }),
  };
}

async function secondsWaiting(position: bigint, store: EventStore): Promise<number> {
  const [next] = await store.readAll(position, 1);
  return next === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(next.recordedAt)) / 1000);
}
