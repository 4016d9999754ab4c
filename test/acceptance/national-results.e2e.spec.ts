import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { projectPath } from '#platform/project-root.js';
import { type CommandAnswer, commandLine } from './support/command-line.js';
import type { HttpClient } from './support/http-client.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const FILE = projectPath('libs/national-results/data/national-results.csv');
const RATINGS = projectPath('libs/assessment/data/published-ratings.csv');

let service: TestService;
let folder: string;
let text: string;
let checkpoint: (...argv: readonly string[]) => Promise<CommandAnswer>;
let auditor: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-national-'));
  text = await readFile(FILE, 'utf8');
  service = await startTestService({ holding: 'reference' });
  checkpoint = commandLine({ ...service.settings, PUBLIC_URL: service.address });
  auditor = await service.as('auditor');
  expect((await checkpoint('import', 'ratings', RATINGS)).status).toBe(0);
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

async function imported(content: string): Promise<CommandAnswer> {
  const path = join(folder, 'national.csv');
  await writeFile(path, content);
  return checkpoint('import', 'national-results', path);
}

interface Shown {
  readonly framework: string;
  readonly period: string;
  readonly item: string;
  readonly organisations: number;
  readonly source: string;
  readonly openThen: { readonly count: number };
  readonly counts: readonly {
    rating: string;
    publishedLabel: string | null;
    count: number;
    evidence: string;
    onRecord: number;
  }[];
}

const shown = async (): Promise<readonly Shown[]> =>
  ((await auditor.get('/api/v1/national-results')).body.items ?? []) as unknown as readonly Shown[];

describe('national results', () => {
  it('with one planted wrong count are refused as a whole, the difference named on each of its lines', async () => {
    const wrong = await imported(text.replace('Good,82,', 'Good,81,'));
    expect(wrong.status).toBe(1);
    expect(wrong.out).toContain('REFUSED, nothing of it was recorded');
    expect(wrong.out).toContain(
      'line 6: The counts of headline (ccg-assurance-2015-16, 2015-16-year) sum to 208, 1 fewer than the 209',
    );
    expect(wrong.out.match(/\[counts-sum-to-the-organisations\]/g)).toHaveLength(4);
    expect(await shown()).toEqual([]);
  });

  it('of another number of organisations than were open are refused, the difference named', async () => {
    const planted = text.replaceAll('2017-18-year,headline,207', '2017-18-year,headline,208').replace('Good,100,', 'Good,101,');
    const wrong = await imported(planted);
    expect([wrong.status, await shown()]).toEqual([1, []]);
    expect(wrong.out).toContain('208 organisations are given, 1 more than the 207 open on 2018-03-31.');
  });

  it('of what no framework has are refused by their lines', async () => {
    const planted = text.replace('dementia,209,good,', 'dementia,209,splendid,').replace('ccg-iaf-2018-19', 'ccg-iaf-2030-31');
    const wrong = await imported(planted);
    expect([wrong.status, await shown()]).toEqual([1, []]);
    expect(wrong.out).toContain('ccg-iaf-2016-17 has no rating splendid. [rating-not-on-scale]');
    expect(wrong.out).toContain('No framework is called ccg-iaf-2030-31. [framework-unknown]');
  });

  it('come back from the API row by row exactly as the file has them, of 211, 209, 207, 195 and 191 organisations', async () => {
    const { out, status } = await checkpoint('import', 'national-results', FILE);
    expect({ out, status }).toEqual({
      out: `${FILE}: 31 rows: 8 events recorded in 8 records, 0 records unchanged\n`,
      status: 0,
    });
    const items = await shown();
    const asRows = items.flatMap(({ framework, period, item, organisations, source, counts }) =>
      counts.map(({ rating, publishedLabel, count, evidence }) => ({
        ...{ framework, period, item, organisations: String(organisations), rating },
        ...{ published_label: publishedLabel ?? '', count: String(count), evidence, source },
      })),
    );
    const rows: unknown = parse(text, { columns: true });
    expect(asRows).toHaveLength(31);
    expect(asRows).toEqual(expect.arrayContaining(rows as unknown[]));
    expect([...new Set(items.map(({ openThen }) => openThen.count))].sort()).toEqual([191, 195, 207, 209, 211]);
  });

  it('change nothing the second time', async () => {
    const { out, status } = await checkpoint('import', 'national-results', FILE);
    expect(out).toContain('0 events recorded in 0 records, 8 records unchanged');
    expect(status).toBe(0);
  });

  it('stand beside what the record itself holds', async () => {
    const { items = [] } = (await auditor.get('/api/v1/status?period=2015-16-year&framework=ccg-assurance-2015-16&item=headline'))
      .body;
    const [headline] = (await shown()).filter(({ period }) => period === '2015-16-year');
    expect(items.length).toBeGreaterThan(0);
    expect(headline).toMatchObject({ ratedOnRecord: items.length });
    expect(headline?.counts.reduce((sum, { onRecord }) => sum + onRecord, 0)).toBe(items.length);
  });
});

describe('the yearly duty', () => {
  it.each([
    ['2020-21', 135],
    ['2024-25', 42],
  ])('is there in a year of which no framework is known: in %s all %i organisations lack everything', async (year, count) => {
    const { body } = await auditor.get(`/api/v1/yearly-duty?year=${year}`);
    expect(body).toMatchObject({ framework: null, counts: { organisations: count, rated: 0, withoutRating: count } });
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    expect((await pages.read(`/yearly-duty/${year}`)).text).toContain(
      'No framework known here gives a headline rating of this year',
    );
  });

  const YEARS = [
    ['2013-14', 211],
    ['2014-15', 211],
    ['2015-16', 209],
    ['2016-17', 209],
    ['2017-18', 207],
    ['2018-19', 195],
    ['2019-20', 191],
  ] as const;

  it.each(YEARS)('of %s is over its %i organisations, with and without a rating', async (year, organisations) => {
    const { status, body } = await auditor.get(`/api/v1/yearly-duty?year=${year}`);
    const {
      counts,
      items = [],
      ratedOutsideTheSet,
    } = body as unknown as {
      counts: Record<string, unknown> & { rated: number; published: number };
      items: { rating: unknown; publication: unknown }[];
      ratedOutsideTheSet: string[];
    };
    expect(status).toBe(200);
    expect(items).toHaveLength(organisations);
    expect(items.filter(({ rating }) => rating !== null)).toHaveLength(counts.rated);
    const consultation = { consulted: 0, 'not-consulted': 0, 'not-recorded': organisations };
    expect(items.filter(({ publication }) => publication !== null)).toHaveLength(counts.published);
    const { rated, published } = counts;
    const lacking = { withoutRating: organisations - rated, withoutPublication: organisations - published };
    expect(counts).toEqual({ organisations, rated, published, ...lacking, consultation });
    expect(ratedOutsideTheSet).toEqual([]);
  });

  it('names who has the rating, and who lacks it', async () => {
    const { items = [] } = (await auditor.get('/api/v1/yearly-duty?year=2015-16')).body;
    const of = (code: string) => items.find(({ organisation }) => organisation === code);
    expect(of('01G')).toMatchObject({
      rating: { rating: 'assured-as-outstanding', stage: 'transcribed' },
      publication: { edition: null, source: expect.any(String) as string },
    });
    expect(of('99P')).toMatchObject({ rating: null, consultation: 'not-recorded', publication: null });
  });

  it('is not known of a year without a framework, and asks for a year that is one', async () => {
    expect((await auditor.get('/api/v1/yearly-duty?year=2011-12')).status).toBe(404);
    expect((await auditor.get('/api/v1/yearly-duty?year=2098-99')).status).toBe(404);
    expect((await auditor.get('/api/v1/yearly-duty?year=2015-17')).status).toBe(400);
    expect((await service.anonymous.get('/api/v1/yearly-duty?year=2015-16')).status).toBe(401);
  });

  it('is a page beside what was published, and a file', async () => {
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    const page = await pages.read('/yearly-duty/2015-16');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Organisations of the year 209');
    expect(page.text).toContain('Requires improvement 91 published');
    const csv = parse<Record<string, string>>((await pages.read('/yearly-duty/2015-16.csv')).html, { columns: true });
    expect(csv).toHaveLength(209);
    expect(csv.every(({ consultation }) => consultation === 'not-recorded')).toBe(true);
    expect(csv.every(({ rating, published_in: where }) => rating !== '' || where === '')).toBe(true);
    expect((await pages.read('/yearly-duty/2011-12')).status).toBe(404);
  });
});

it('leaves a log that verifies', async () => {
  expect((await checkpoint('log', 'verify')).status).toBe(0);
});
