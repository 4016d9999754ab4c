import { median, percentile, rounded } from '../measure/statistics.js';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import { Child } from '../support/child.js';
import type { Results } from '../support/results.js';
import { emmettRebuildRates } from './emmett-rebuild.js';
import type { ProjectorOrder, ProjectorReport } from './projector.js';

/** How much to project and for how long. */
export interface ProjectionLoad {
  readonly events: number;
  readonly emmettEvents: number;
  readonly rounds: number;
  readonly lagMilliseconds: number;
}

/** All read models from nothing, and how far behind the log they run. */
export async function measureProjections(server: BenchmarkServer, load: ProjectionLoad): Promise<Results> {
  const database = await server.makeDatabase('projections');
  await inProcessOfItsOwn(database, [{ task: 'seed', events: load.events }]);
  const [caughtUp] = await inProcessOfItsOwn(database, [{ task: 'catch-up' }]);
  const rebuilds: ProjectorReport[] = [];
  const reads: ProjectorReport[] = [];
  for (let round = 0; round < load.rounds; round++) {
    reads.push(...(await inProcessOfItsOwn(database, [{ task: 'read' }])));
    rebuilds.push(...(await inProcessOfItsOwn(database, [{ task: 'rebuild' }])));
  }
  const [, lag] = await inProcessOfItsOwn(database, [{ task: 'catch-up' }, { task: 'lag', milliseconds: load.lagMilliseconds }]);
  await server.dropDatabase('projections');
  if (caughtUp === undefined || lag === undefined) throw new Error('a projector reports on each of its tasks');
  const emmettRates = await emmettRebuildRates(server, load.emmettEvents, load.rounds);

  const [ours, read, emmett] = [median(rebuilds.map(rate)), median(reads.map(rate)), median(emmettRates)];
  const lags = lag.lags ?? [];
  return {
    'projection.rebuild': {
      unit: 'events of the log per second; memory in MB',
      events: caughtUp.events,
      ...{ ours, fromNothing: rate(caughtUp), read, emmett },
      ratioToRead: rounded(ours / read),
      ratioToEmmett: rounded(ours / emmett),
      peakMemoryMB: Math.max(...rebuilds.map(({ peakMemoryMB }) => peakMemoryMB)),
      peakMemoryCatchingUpMB: caughtUp.peakMemoryMB,
      memoryBeforeMB: caughtUp.memoryBeforeMB,
      samples: { ours: rebuilds.map(rate).map(rounded), read: reads.map(rate).map(rounded), emmett: emmettRates.map(rounded) },
    },
    'projection.lag': {
      unit: 'milliseconds from commit to visible in all read models, at half of saturation',
      ...{ p50: percentile(lags, 0.5), p99: percentile(lags, 0.99) },
      saturation: lag.saturation,
      measured: lags.length,
      samples: lags.map(rounded),
    },
  };
}

/** Each has a process of its own, as `npx checkpoint projections rebuild` is one, so that its memory is its own. */
async function inProcessOfItsOwn(database: string, orders: readonly ProjectorOrder[]): Promise<readonly ProjectorReport[]> {
  const projector = Child.start(import.meta.url, './projector.js', [database]);
  await projector.hears();
  const reports: ProjectorReport[] = [];
  for (const order of orders) reports.push(await projector.asks<ProjectorReport>(order));
  await projector.stop();
  return reports;
}

const rate = ({ events, seconds }: ProjectorReport): number => events / seconds;
