import { closedLoop, type LoopResult } from '../measure/closed-loop.js';
import { interleaved, type Rounds, type Side } from '../measure/interleaved.js';
import { type Cost, medianCost, ProcessorTime } from '../measure/processor-time.js';
import { median, percentile, rounded } from '../measure/statistics.js';
import type { Results } from '../support/results.js';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import { type Appender, bareAppender, emmettAppender, ourAppenders } from './sides.js';

const CALLERS = { 'append.callers32': 32, 'append.callers256': 256, 'append.sequential': 1 } as const;

/** Appends per second of one event each: ours, ours without free text, Emmett's store, and a bare insert. */
export async function measureAppends(server: BenchmarkServer, rounds: Rounds): Promise<Results> {
  const ours = await ourAppenders(server);
  const emmett = await emmettAppender(server);
  const time = new ProcessorTime(process.pid, server.process);
  const results: Record<string, Results[string]> = {};
  for (const [key, callers] of Object.entries(CALLERS)) {
    const bare = await bareAppender(server, callers);
    results[key] = await compared(
      callers,
      { ours: ours.withText, oursWithoutText: ours.withoutText, emmett, bare },
      rounds,
      time,
    );
    await bare.close();
  }
  await Promise.all([ours.withText.close(), ours.withoutText.close(), emmett.close()]);
  for (const database of ['append_ours', 'append_emmett']) await server.dropDatabase(database);
  return results;
}

async function compared(
  callers: number,
  appenders: Readonly<Record<string, Appender>>,
  rounds: Rounds,
  time: ProcessorTime,
): Promise<Results[string]> {
  const sides = Object.entries(appenders).map(([name, appender]): Side<LoopResult & { readonly cost: Cost }> => ({
    name,
    run: (milliseconds) =>
      time.of(
        () => closedLoop(callers, milliseconds, (caller) => appender.append(caller)),
        ({ latencies }) => latencies.length,
      ),
  }));
  const runs = await interleaved(sides, rounds);
  const rates = (name: string): readonly number[] => (runs.get(name) ?? []).map(({ perSecond }) => perSecond);
  const [ours, oursWithoutText, emmett, bare] = ['ours', 'oursWithoutText', 'emmett', 'bare'].map((name) => median(rates(name)));
  const latencies = (runs.get('ours') ?? []).flatMap((run) => run.latencies);
  return {
    unit: 'appends per second; p50 and p99 in milliseconds; processor time of one append',
    ...{ ours, oursWithoutText, emmett, bare, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    ratioToEmmett: rounded((ours ?? 0) / (emmett ?? 0)),
    ratioToBare: rounded((ours ?? 0) / (bare ?? 0)),
    ratioToBareWithoutText: rounded((oursWithoutText ?? 0) / (bare ?? 0)),
    processorMicroseconds: Object.fromEntries([...runs].map(([name, of]) => [name, medianCost(of.map(({ cost }) => cost))])),
    samples: Object.fromEntries([...runs.keys()].map((name) => [name, rates(name).map(rounded)])),
  };
}
