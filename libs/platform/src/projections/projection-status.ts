import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { type Checkpoint, loadCheckpoints, type ProjectionFailure, type ProjectionKey } from './checkpoints.js';
import { loadLeaseHolders } from './projection-leases.js';

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
  /** Whether people read this version; until it has caught up for the first time it is being built. */
  readonly live: boolean;
  /** The engine that runs it; absent when none does. */
  readonly runBy?: string;
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
  const checkpoints = byName(await loadCheckpoints(dataSource, projections));
  const holders = byName(await loadLeaseHolders(dataSource, projections));
  return Promise.all(
    projections.map(async (projection) => ({
      ...(await statusOf(projection, checkpoints.get(projection.name), head, store)),
      ...runBy(holders.get(projection.name)),
    })),
  );
}

/** How far the building of a version has come, in words: "building domain-status v2: 43%"; undefined when it is done. */
export function describeBuilding({ name, version, position, head, live }: ProjectionStatus): string | undefined {
  if (live) return undefined;
  const percent = head === 0n ? 0n : (position * 100n) / head;
  return `building ${name} v${version}: ${percent < 100n ? percent : 100n}%`;
}

const byName = <Named extends { readonly name: string }>(all: readonly Named[]): ReadonlyMap<string, Named> =>
  new Map(all.map((each) => [each.name, each]));

const runBy = (holder: { readonly holder: string } | undefined): { readonly runBy?: string } =>
  holder === undefined ? {} : { runBy: holder.holder };

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
    live: checkpoint?.live ?? false,
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
