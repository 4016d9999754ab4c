import { assessmentDecisions, assessmentStream } from '#assessment/application/assessment-decisions.js';
import { DomainStatusQuery } from '#assessment/read/domain-status/domain-status-query.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import { APP_ROLE, createDataSource } from '#platform/read-store/data-source.js';
import { ourAppender } from '../append/sides.js';
import { closedLoop } from '../measure/closed-loop.js';
import { interleaved, type Rounds } from '../measure/interleaved.js';
import { seededRandom } from '../measure/seeded-random.js';
import { median, percentile, rounded } from '../measure/statistics.js';
import { historyOf } from '../projections/history.js';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import type { Result, Results } from '../support/results.js';
import { type GrownLog, growLog } from './grown-log.js';

/** Sizes of the log, smallest first, and how often each is asked. */
export interface Growth {
  readonly sizes: readonly number[];
  readonly rounds: Rounds;
}

const CALLERS = 32;

type Latencies = readonly number[];
/** Something to ask of a log again and again; `caller` counts those who ask at once from 0. */
interface Asking {
  readonly callers: number;
  readonly ask: (caller: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

type Question = (log: GrownLog) => Asking;

/** How appends and questions as at a time fare as the log grows, the sizes measured in turns. */
export async function measureGrowth(server: BenchmarkServer, { sizes, rounds }: Growth): Promise<Results> {
  const logs: GrownLog[] = [];
  for (const size of sizes) logs.push(await growLog(server, size));
  const results = {
    'asat.assessment': await atEachSize(logs, rounds, anAssessment, 'state of one assessment as at a position, from its events'),
    'asat.region': await atEachSize(logs, rounds, aRegion, 'domain status of a region in one quarter as at a position'),
    'growth.append': await atEachSize(logs, rounds, anAppend, `one append among ${String(CALLERS)} callers`),
  };
  for (const size of sizes) await server.dropDatabase(`growth_${String(size)}`);
  return results;
}

async function atEachSize(logs: readonly GrownLog[], rounds: Rounds, question: Question, what: string): Promise<Result> {
  const asked = logs.map((log) => ({ log, ...question(log) }));
  const sides = asked.map(({ log, ask, callers }) => ({
    name: String(log.events),
    run: async (milliseconds: number): Promise<Latencies> => (await closedLoop(callers, milliseconds, ask)).latencies,
  }));
  const runs = await interleaved(sides, rounds);
  for (const { close } of asked) await close();
  const at = (name: string, share: number): number => median((runs.get(name) ?? []).map((run) => percentile(run, share)));
  const names = sides.map(({ name }) => name);
  const [smallest = '', largest = ''] = [names[0], names.at(-1)];
  return {
    unit: `milliseconds by events in the log: ${what}`,
    p50: Object.fromEntries(names.map((name) => [name, rounded(at(name, 0.5))])),
    p99: Object.fromEntries(names.map((name) => [name, rounded(at(name, 0.99))])),
    p99LargestToSmallest: rounded(at(largest, 0.99) / at(smallest, 0.99)),
    samples: Object.fromEntries(
      names.map((name) => [
        name,
        (runs.get(name) ?? []).map((run) => [0.5, 0.95, 0.99].map((share) => rounded(percentile(run, share)))),
      ]),
    ),
  };
}

/** One of the recorded assessments, as it stood before all the rest of the log. */
const anAssessment: Question = ({ url, recorded }) => {
  const store = new PostgresEventStore({ connectionString: url, role: APP_ROLE });
  const decisions = assessmentDecisions(store);
  const random = seededRandom(1);
  const assessments = Math.floor(recorded / historyOf(0).commands.flat().length);
  return {
    callers: 1,
    ask: async () => {
      const { assessment } = historyOf(Math.floor(random() * assessments));
      await decisions.asAt(assessmentStream(assessment), { position: BigInt(recorded) });
    },
    close: () => store.close(),
  };
};

const aRegion: Question = ({ url, recorded }) => {
  const dataSource = createDataSource({ url, role: APP_ROLE, entities: [], migrations: [], poolSize: 2 });
  const status = new DomainStatusQuery(dataSource);
  const question = { asAtPosition: BigInt(recorded), region: 'Y54', show: 'all', limit: 100 } as const;
  return {
    callers: 1,
    ask: async () => {
      if (!dataSource.isInitialized) await dataSource.initialize();
      const { items } = await status.ofPeriod('2015-16-q1', question);
      if (items.length === 0) throw new Error('the region is empty, so that the question measures nothing');
    },
    close: () => dataSource.destroy(),
  };
};

const anAppend: Question = ({ url }) => {
  const appender = ourAppender(url);
  return { callers: CALLERS, ask: (caller) => appender.append(caller), close: () => appender.close() };
};
