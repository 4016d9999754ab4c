import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createLogger } from '#platform/logging/logger.js';
import { rebuildProjections } from '#platform/projections/rebuild.js';
import { createDataSource } from '#platform/read-store/data-source.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../../../apps/server/src/composition.js';
import { LagMeter } from './lag.js';
import { seedLog } from './seed-log.js';

/*
 * The projections of the whole application in a process of their own, so that its memory is theirs. Does one thing at a time,
 * as it is told.
 */

/** What the benchmark tells this process to do. */
export type ProjectorOrder =
  | { readonly task: 'seed'; readonly events: number }
  | { readonly task: 'catch-up' | 'rebuild' | 'read' }
  | { readonly task: 'lag'; readonly milliseconds: number };

/** What came of it. */
export interface ProjectorReport {
  /** Of the log. */
  readonly events: number;
  readonly seconds: number;
  /** The most the process held while at it, and what it held before. */
  readonly peakMemoryMB: number;
  readonly memoryBeforeMB: number;
  /** Of `lag`: from commit to visible, in milliseconds, and at how many events per second. */
  readonly lags?: readonly number[];
  readonly saturation?: number;
}

const [, , ownerUrl = ''] = process.argv;
const log = createLogger('error');
const platform = await openPlatform({ ownerUrl, appUrl: undefined, parts, log });
const owner = createDataSource({ url: ownerUrl, entities: [], migrations: [], poolSize: 24, statementTimeoutMs: 0 });
await owner.initialize();

const tasks = {
  seed: async ({ events }: Extract<ProjectorOrder, { task: 'seed' }>) => void (await seedLog(platform.store, events)),
  async 'catch-up'() {
    await platform.engine.start();
    await platform.watch.waitFor((await platform.store.head()).position, undefined, 3_600_000);
  },
  async rebuild() {
    const reports = await rebuildProjections(parts.projections, { store: platform.store, dataSource: owner });
    const different = reports
      .flatMap(({ tables }) => tables)
      .filter(({ onlyInLive, onlyInRebuilt }) => onlyInLive + onlyInRebuilt > 0);
    if (different.length > 0) throw new Error(`a rebuild differs: ${JSON.stringify(different)}`);
  },
  read: () => readPlainly(ownerUrl),
  lag: ({ milliseconds }: Extract<ProjectorOrder, { task: 'lag' }>) => new LagMeter(platform).measure(milliseconds),
};

/** What a rebuild can be at best: the same rows, read in batches of a thousand, and nothing done with them. */
async function readPlainly(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const text =
    'SELECT position, stream, revision, event_id, type, payload::text, metadata::text, recorded_at FROM log.events ' +
    'WHERE position > $1 ORDER BY position LIMIT 1000';
  for (let position = '0'; ;) {
    const { rows } = await client.query<{ position: string }>({ name: 'read', text, values: [position] });
    const last = rows.at(-1);
    if (last === undefined) break;
    position = last.position;
  }
  await client.end();
}

const megabytes = (): number => process.memoryUsage.rss() / 1_000_000;

async function report(order: ProjectorOrder): Promise<ProjectorReport> {
  let watching = true;
  const memoryBeforeMB = megabytes();
  let peakMemoryMB = memoryBeforeMB;
  const watched = (async () => {
    for (; watching; await pause(50)) peakMemoryMB = Math.max(peakMemoryMB, megabytes());
  })();
  const began = performance.now();
  const found = await tasks[order.task](order as never);
  const seconds = (performance.now() - began) / 1_000;
  watching = false;
  await watched;
  const events = Number((await platform.store.head()).position);
  return { events, seconds, peakMemoryMB, memoryBeforeMB, ...found };
}

process.on('message', (order: ProjectorOrder | 'stop') => {
  if (order === 'stop')
    return void platform
      .close()
      .then(() => owner.destroy())
      .then(() => process.exit(0));
  void report(order).then((answer) => process.send?.(answer));
});
process.send?.('ready');
