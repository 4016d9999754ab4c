import type { DataSource } from 'typeorm';
import { clientOf } from '../read-store/flight.js';
import { inTurns } from '../decisions/in-turns.js';
import { CopyChannel } from './copy-channel.js';
import { readLog } from './log-batch.js';
import type { Projection } from './projection.js';
import { type RebuildOptions, RebuildFailed, type RebuildReport, RebuiltCopy } from './rebuilt-copy.js';
import { withSmallHeap } from './small-heap.js';

export { RebuildFailed, type RebuildOptions, type RebuildProgress, type RebuildReport } from './rebuilt-copy.js';

/** Events read at once: so few that most of what is made of them is gone before memory is tidied up. */
const REPLAY_BATCH = 500;
/** Read models of which keys are made and rows compared at the same time. */
const FINISHED_AT_ONCE = 2;

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
  return alone(projections, options.dataSource, () => withSmallHeap(() => rebuilt(projections, options)));
}

async function rebuilt(projections: readonly Projection[], options: RebuildOptions): Promise<readonly RebuildReport[]> {
  const copies = projections.map((projection) => new RebuiltCopy(projection, options));
  try {
    for (const copy of copies) await copy.begin();
    await fill(copies, options);
    return await inTurns(copies, FINISHED_AT_ONCE, (copy) => copy.finish());
  } finally {
    for (const copy of copies) await copy.clearAway();
  }
}

/** Filling takes long, and waits for nothing while the log is read. What it writes need not be flushed: the exchange is. */
const WITHOUT_LIMITS = `
  select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
         set_config('synchronous_commit', 'off', true)`;

/** Replays the log into the copies, in one transaction: rows nobody sees yet need no other. */
async function fill(copies: readonly RebuiltCopy[], options: RebuildOptions): Promise<void> {
  await options.dataSource.transaction(async (manager) => {
    await manager.query(WITHOUT_LIMITS);
    for (const copy of copies) await copy.empty(manager);
    const channel = new CopyChannel(await clientOf(manager));
    try {
      await replay(copies, channel, options);
      for (const copy of copies) await copy.sendRest(channel);
    } finally {
      await channel.done();
    }
  });
}

async function replay(
  copies: readonly RebuiltCopy[],
  channel: CopyChannel,
  { store, batchSize = REPLAY_BATCH, onProgress }: RebuildOptions,
): Promise<void> {
  const target = copies.reduce((furthest, copy) => (copy.target > furthest ? copy.target : furthest), 0n);
  for await (const batch of readLog(store, 0n, batchSize)) {
    for (const copy of copies) await copy.takeIn(batch.upTo(copy.target), channel);
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
