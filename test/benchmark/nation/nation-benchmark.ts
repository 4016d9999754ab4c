import { setTimeout as pause } from 'node:timers/promises';
import { median, percentile, rounded } from '../measure/statistics.js';
import type { BenchmarkServer } from '../support/benchmark-server.js';
import { Child, serviceFlags } from '../support/child.js';
import type { Results } from '../support/results.js';
import { Caller } from './caller.js';

/** How often a year is entered, each time into a record without one, and how often the grid is asked for after each. */
export interface NationLoad {
  readonly rounds: number;
  readonly grids: number;
}

const YEAR = '2014-15';
const QUARTERS = ['q1', 'q2', 'q3', 'q4'].map((quarter) => `${YEAR}-${quarter}`);
const DOMAINS = [1, 2, 3, 4, 5, 6].map((number) => `domain-${String(number)}`);
const RATINGS = ['assured', 'assured-with-support', 'not-assured'];
const LOOKED_AT_EVERY_MS = 50;

interface YearReport {
  readonly rows: number;
  readonly dryRun: number;
  readonly entered: number;
  readonly grids: readonly number[];
  readonly kilobytes: number;
}

/** A year of ratings of every organisation, handed in as one file, until each row is carried out; and then shown as one grid. */
export async function measureNation(server: BenchmarkServer, { rounds, grids }: NationLoad): Promise<Results> {
  const reports: YearReport[] = [];
  for (let round = 0; round < rounds; round++) reports.push(await oneYear(server, `nation_${String(round)}`, grids));
  const asked = reports.flatMap((report) => report.grids);
  return {
    'nation.entry': {
      unit: 'milliseconds from handing in until every row is carried out, with all read models up; the dry run by itself',
      rows: reports[0]?.rows ?? 0,
      entered: rounded(median(reports.map(({ entered }) => entered))),
      dryRun: rounded(median(reports.map(({ dryRun }) => dryRun))),
      samples: { entered: reports.map(({ entered }) => rounded(entered)) },
    },
    'nation.grid': {
      unit: 'milliseconds of one request, one after the other',
      ...{ p50: rounded(median(asked)), p99: rounded(percentile(asked, 0.99)) },
      kilobytes: reports[0]?.kilobytes ?? 0,
      samples: asked.map(rounded),
    },
  };
}

async function oneYear(server: BenchmarkServer, database: string, grids: number): Promise<YearReport> {
  const service = Child.start(import.meta.url, './nation-server.js', [await server.makeDatabase(database)], serviceFlags());
  const { address } = await service.hears<{ address: string }>();
  const administrator = await Caller.as('administrator', address);
  const { rows, csv } = await yearOf(administrator);
  const entry = { kind: 'published-ratings', file: 'nation.csv', csv };
  const dryRun = await administrator.timed('/api/v1/bulk-entries?dryRun=true', entry);
  const entered = await enter(administrator, entry);
  const auditor = await Caller.as('auditor', address);
  const asked: number[] = [];
  let kilobytes = 0;
  for (let count = 0; count < grids; count++) {
    const { milliseconds, text } = await auditor.timed(`/api/v1/national-grid?year=${YEAR}`);
    asked.push(milliseconds);
    kilobytes = Math.round(text.length / 1_000);
  }
  await service.stop();
  await server.dropDatabase(database);
  return { rows, dryRun: dryRun.milliseconds, entered, grids: asked, kilobytes };
}

async function yearOf(caller: Caller): Promise<{ readonly rows: number; readonly csv: string }> {
  const { text } = await caller.timed('/api/v1/organisations?kind=ccg&effectiveOn=2013-12-31&limit=500');
  const { items } = JSON.parse(text) as { items: readonly { code: string }[] };
  const rows = items.flatMap(({ code }, number) =>
    QUARTERS.flatMap((period) =>
      DOMAINS.map((domain, place) => {
        const rating = RATINGS[(number + place) % RATINGS.length] ?? '';
        return `${code},ccg-assurance-2013-15,${period},${domain},${rating},,derived,benchmark`;
      }),
    ),
  );
  const head = 'organisation,framework,period,item,rating,published_label,evidence,source';
  return { rows: rows.length, csv: [head, ...rows].join('\n') };
}

/** Milliseconds until the entry says of itself that it is finished. */
async function enter(caller: Caller, entry: object): Promise<number> {
  const began = performance.now();
  const { location } = await caller.timed('/api/v1/bulk-entries', entry);
  for (;;) {
    const { text } = await caller.timed(location);
    const { status, notApplied } = JSON.parse(text) as { status: string; notApplied?: readonly object[] };
    if (status === 'finished') {
      if ((notApplied ?? []).length > 0) throw new Error(`rows were not carried out: ${text.slice(0, 300)}`);
      return performance.now() - began;
    }
    await pause(LOOKED_AT_EVERY_MS);
  }
}
