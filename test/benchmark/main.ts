import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureAppends } from './append/append-benchmark.js';
import { measureGrowth } from './growth/growth-benchmark.js';
import { measureCommands } from './http/command-benchmark.js';
import { measureNation } from './nation/nation-benchmark.js';
import { measureProjections } from './projections/projection-benchmark.js';
import { startBenchmarkServer, type BenchmarkServer } from './support/benchmark-server.js';
import { surroundings } from './support/machine.js';
import { printed } from './support/printed.js';
import type { Result, Results } from './support/results.js';

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const { quick } = asked;

const measurements: Readonly<Record<string, (server: BenchmarkServer) => Promise<Results>>> = {
  append: (server) => measureAppends(server, quick ? { rounds: 3, milliseconds: 500 } : { rounds: 7, milliseconds: 3_000 }),
  http: (server) => measureCommands(server, quick ? { rounds: 3, milliseconds: 1_200 } : { rounds: 7, milliseconds: 6_000 }),
  nation: (server) => measureNation(server, quick ? { rounds: 1, grids: 11 } : { rounds: 3, grids: 21 }),
  projection: (server) =>
    measureProjections(
      server,
      quick
        ? { events: 15_000, emmettEvents: 1_000, rounds: 1, lagMilliseconds: 3_000 }
        : { events: 1_000_000, emmettEvents: 20_000, rounds: 3, lagMilliseconds: 20_000 },
    ),
  growth: (server) =>
    measureGrowth(
      server,
      quick
        ? { sizes: [10_000, 100_000], rounds: { rounds: 2, milliseconds: 400 } }
        : { sizes: [10_000, 1_000_000, 10_000_000], rounds: { rounds: 5, milliseconds: 5_000 } },
    ),
};

async function main(): Promise<void> {
  const began = performance.now();
  const server = await startBenchmarkServer();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void server.remove().finally(() => process.exit(130)));
  try {
    const results = await measureAll(server);
    if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await server.remove();
  }
  process.stdout.write(`\nTook ${String(Math.round((performance.now() - began) / 1_000))} s.\n`);
  if (quick) process.stdout.write('Quick: few and short samples, and no log above 100,000 events.\n');
}

async function measureAll(server: BenchmarkServer): Promise<Results> {
  const results: Record<string, Result> = {};
  const found = (key: string, result: Result): void => {
    results[key] = result;
    process.stdout.write(printed(key, result));
  };
  found('about', { ...(await surroundings(server)), quick });
  for (const [name, measure] of Object.entries(measurements)) {
    if (asked.only !== '' && asked.only !== name) continue;
    for (const [key, result] of Object.entries(await measure(server))) found(key, result);
  }
  return results;
}

await main();
