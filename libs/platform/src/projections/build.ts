import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { compareWithLive, type VersionComparison } from './compare-versions.js';
import { LONG_WAY_BATCH, readLog } from './log-batch.js';
import { ProjectionEngine } from './projection-engine.js';
import { type EngineLog, ProjectionRun } from './projection-run.js';
import type { ProjectionStatus } from './projection-status.js';
import type { Projection } from './projection.js';
import { loadSteppedOver } from './stepped-over.js';

export interface BuildOptions {
  readonly store: EventStore;
  readonly dataSource: DataSource;
  readonly log: EngineLog;
  /** Told twice a second where the version stands; `describeBuilding` puts it into words. */
  readonly onProgress?: (status: ProjectionStatus) => void;
  /** Interrupts the building: what was built is kept, and the next call goes on from there. */
  readonly signal?: AbortSignal;
  readonly batchSize?: number;
}

/** A version that stands ready beside the one people read. */
export interface BuildReport {
  readonly projection: string;
  readonly version: number;
  readonly position: bigint;
  readonly seconds: number;
  readonly comparison: VersionComparison;
}

/** A building that ended early. What was built is kept. */
export class BuildFailed extends Error {
  constructor({ name, version }: Projection, reason: string) {
    super(`the building of ${name} v${version} has ended: ${reason}. People go on reading the version before it`);
    this.name = 'BuildFailed';
  }
}

const PROGRESS_MS = 500;

/**
 * Builds a version of a projection beside the one people read, while commands go on: from where an earlier call left off, or
 * from the log's beginning, to its end; then compares both, where they have the same shape. Where a server of the same release
 * builds it already, it waits for that one. Repeated, it does what is left to do. Throws BuildFailed at an event the version
 * cannot take in, and when interrupted.
 */
export async function buildProjection(projection: Projection, options: BuildOptions): Promise<BuildReport> {
  const startedAt = performance.now();
  const { name, version } = projection;
  const { position } = await buildToTheEnd(projection, options);
  const comparison = await compareWithLive(projection, {
    ...options,
    catchUp: (target) => catchUpTo(target, projection, options),
  });
  return { projection: name, version, position, seconds: (performance.now() - startedAt) / 1000, comparison };
}

async function buildToTheEnd(projection: Projection, options: BuildOptions): Promise<ProjectionStatus> {
  const engine = new ProjectionEngine({ batchSize: LONG_WAY_BATCH, ...options, projections: [projection], buildOnly: true });
  try {
    await engine.start();
    for (;;) {
      // Asked first: a status read before the end was reached cannot say how it ended.
      const hasEnded = engine.hasCaughtUpOnce;
      const [status] = await engine.status();
      if (status === undefined) throw new Error('an engine of one projection gives one status');
      options.onProgress?.(status);
      if (options.signal?.aborted === true) throw new BuildFailed(projection, `it was interrupted at ${status.position}`);
      if (status.failure !== undefined && hasEnded) {
        const { storedName, position, reason } = status.failure;
        throw new BuildFailed(projection, `the event ${storedName} at position ${position} ${reason}`);
      }
      if (hasEnded) return status;
      if (engine.hasCaughtUpOnce) continue;
      await Promise.race([engine.caughtUpOnce(), pause(PROGRESS_MS, undefined, options)]).catch(() => undefined);
    }
  } finally {
    await engine.stop();
  }
}

async function catchUpTo(target: bigint, projection: Projection, options: BuildOptions): Promise<void> {
  const { store, dataSource, log, batchSize = LONG_WAY_BATCH } = options;
  const run = new ProjectionRun(projection, {
    dataSource,
    log,
    moved: () => undefined,
    // Meant for a moment in which nobody runs it; where a server does, the checkpoint's compare-and-set decides.
    mayRun: () => true,
    steppedOver: (of) => loadSteppedOver(store, of),
  });
  await run.reload();
  if (run.position >= target) return;
  for await (const batch of readLog(store, run.position, batchSize)) {
    const progress = await run.advance(batch.upTo(target), options.signal ?? new AbortController().signal);
    if (progress !== 'advanced' || batch.last >= target) return;
  }
}
