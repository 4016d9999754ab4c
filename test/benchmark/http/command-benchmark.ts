import { interleaved, type Rounds, type Side } from '../measure/interleaved.js';
import { type Cost, medianCost, ProcessorTime } from '../measure/processor-time.js';
import { median, percentile, rounded } from '../measure/statistics.js';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import { Child, serviceFlags } from '../support/child.js';
import type { Result, Results } from '../support/results.js';
import type { LoadOrder, LoadReport } from './load.js';
import type { Target } from './requests.js';

const CONNECTIONS = 64;

type CostedReport = LoadReport & { readonly cost: Cost };

interface Serving {
  readonly port: number;
  readonly targets?: readonly Target[];
}

/**
 * A real command over HTTP, a teleconference logged on one of some 800 assessments, against a bare handler with one INSERT. Each
 * server has a process of its own, started with the flags of `npm start`, and so has the load. `http.command` is a process of the API; `http.commandWithProjections` is
 * one that keeps all read models up at the same time, which the bare handler has none of.
 */
export async function measureCommands(server: BenchmarkServer, rounds: Rounds): Promise<Results> {
  return {
    'http.command': await compared(server, rounds, 'api'),
    'http.commandWithProjections': await compared(server, { ...rounds, rounds: Math.ceil(rounds.rounds / 2) }, 'projections'),
  };
}

async function compared(server: BenchmarkServer, rounds: Rounds, mode: 'api' | 'projections'): Promise<Result> {
  const flags = serviceFlags();
  const ours = Child.start(import.meta.url, './our-server.js', [await server.makeDatabase(`http_ours_${mode}`), mode], flags);
  const { port, targets = [] } = await ours.hears<Serving>();
  const bare = Child.start(import.meta.url, './bare-server.js', [await server.makeDatabase(`http_bare_${mode}`)], flags);
  const { port: barePort } = await bare.hears<Serving>();
  const load = Child.start(import.meta.url, './load.js');
  let seed = 1;
  const side = (name: string, at: number, program: Child): Side<CostedReport> => ({
    name,
    async run(milliseconds) {
      const order: LoadOrder = { port: at, targets, connections: CONNECTIONS, milliseconds, seed: seed++ };
      const report = await new ProcessorTime(program.id, server.process).of(
        () => load.asks<LoadReport>(order),
        ({ latencies }) => latencies.length,
      );
      // What the projections have left to do must not fall on the next side's turn.
      if (name === 'ours' && mode === 'projections') await ours.asks('settle');
      const refused = Object.keys(report.statuses).filter((status) => status !== '201');
      if (refused.length > 0) throw new Error(`${name} answered ${JSON.stringify(report.statuses)}`);
      return report;
    },
  });
  const runs = await interleaved([side('ours', port, ours), side('bare', barePort, bare)], rounds);
  load.end();
  await Promise.all([ours.stop(), bare.stop()]);
  for (const database of [`http_ours_${mode}`, `http_bare_${mode}`]) await server.dropDatabase(database);
  return comparison(runs);
}

function comparison(runs: ReadonlyMap<string, readonly CostedReport[]>): Result {
  const of = (name: string) => {
    const reports = runs.get(name) ?? [];
    const at = (share: number): number => median(reports.map(({ latencies }) => percentile(latencies, share)));
    const rates = reports.map(({ perSecond }) => perSecond);
    const cost = medianCost(reports.map(({ cost }) => cost));
    return { cost, rate: median(rates), p50: at(0.5), p95: at(0.95), p99: at(0.99), rates: rates.map(rounded) };
  };
  const [ours, bare] = [of('ours'), of('bare')];
  return {
    unit: 'commands per second at 64 connections; times in milliseconds; processor time of one command',
    ...{ ours: ours.rate, p50: ours.p50, p95: ours.p95, p99: ours.p99 },
    ...{ bare: bare.rate, bareP50: bare.p50, bareP95: bare.p95, bareP99: bare.p99 },
    ratioToBare: rounded(ours.rate / bare.rate),
    p99ToBare: rounded(ours.p99 / bare.p99),
    processorMicroseconds: { ours: ours.cost, bare: bare.cost },
    samples: { ours: ours.rates, bare: bare.rates },
  };
}
