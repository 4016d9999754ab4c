import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { PublishedRatingsImport, type RatingsImport } from '#assessment/application/import-published-ratings.js';
import { shippedRatingsPath } from '#assessment/application/shipped-ratings.js';
import type { HttpClient } from '../acceptance/support/http-client.js';
import { whatIsStored } from '../acceptance/support/log-head.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';

interface Row {
  readonly organisation: string;
  readonly framework: string;
  readonly period: string;
  readonly item: string;
  readonly rating: string;
  readonly published_label: string;
  readonly published_on: string;
  readonly evidence: string;
  readonly source: string;
}

interface Item {
  readonly framework: string;
  readonly item: string;
  readonly periods: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let service: TestService;
let auditor: HttpClient;
let text: string;
let rows: readonly Row[];
let report: RatingsImport;
let adopted: ReadonlySet<string>;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  auditor = await service.as('auditor');
  text = await readFile(shippedRatingsPath(), 'utf8');
  rows = parse(text, { columns: true }) as unknown as readonly Row[];
  report = await importing();
  const catalogue = await auditor.get('/api/v1/frameworks');
  adopted = new Set(catalogue.body.items?.map(({ id }) => String(id)));
});
afterAll(() => service.stop());

const importing = (file: string = text): Promise<RatingsImport> =>
  service.running.application
    .get(PublishedRatingsImport, { strict: false })
    .run(file, { actor: 'administrator', role: 'administrator', today: '2026-01-05' });

const isAdopted = ({ framework }: Row): boolean => adopted.has(framework);
const yearOf = ({ period }: Row): string => period.slice(0, 7);

async function grid(organisation: string, year: string): Promise<readonly Item[]> {
  const path = `/api/v1/organisations/${organisation}/domain-status?year=${year}&atLeast=${String(report.position)}`;
  return (await auditor.get(path)).body.items as unknown as readonly Item[];
}

/** The cells of a grid by framework, item and period. */
const cellsOf = (items: readonly Item[]): readonly [string, Readonly<Record<string, unknown>>][] =>
  items.flatMap(({ framework, item, periods }) =>
    Object.entries(periods).map(([period, cell]): [string, typeof cell] => [`${framework} ${item} ${period}`, cell]),
  );

/** The ratings of one item, by period. */
const ratingsOf = (items: readonly Item[], item: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(items.find((one) => one.item === item)?.periods ?? {}).map(([period, { rating }]) => [period, rating]),
  );

describe('the ratings that were published', () => {
  it('stand in the grids exactly as the file has them, and nothing else does', async () => {
    const years = new Map(rows.map((row) => [`${row.organisation} ${yearOf(row)}`, row]));
    const shown: Record<string, unknown> = {};
    for (const row of years.values())
      for (const [key, cell] of cellsOf(await grid(row.organisation, yearOf(row)))) shown[`${row.organisation} ${key}`] = cell;

    const expected = rows.filter(isAdopted).map((row): [string, object] => [
      `${row.organisation} ${row.framework} ${row.item} ${row.period}`,
      {
        rating: row.rating,
        publishedLabel: row.published_label === '' ? null : row.published_label,
        publishedOn: row.published_on === '' ? null : row.published_on,
        evidence: row.evidence,
        source: row.source,
        stage: 'transcribed',
        basis: 'transcribed',
        visibility: 'public',
        label: expect.stringMatching(/\S/) as string,
      },
    ]);
    expect(expected.length).toBeGreaterThan(40);
    expect(Object.keys(shown).sort()).toEqual(expected.map(([key]) => key).sort());
    expect(shown).toMatchObject(Object.fromEntries(expected));
  });

  it('carry the labels of their framework’s scale', async () => {
    const [item] = await grid('11J', '2014-15');
    expect(item?.periods['2014-15-q1']).toMatchObject({ rating: 'assured-with-support', label: 'Assured with support' });
  });

  it('of NHS Dorset CCG in 2014-15 are six domains in four quarters, without a headline for any quarter', async () => {
    const items = await grid('11J', '2014-15');
    const support = 'assured-with-support';
    const quarters = (...ratings: readonly string[]) =>
      Object.fromEntries(ratings.map((rating, index) => [`2014-15-q${String(index + 1)}`, rating]));
    expect(Object.fromEntries(items.map(({ item }) => [item, ratingsOf(items, item)]))).toEqual({
      'domain-1': quarters(support, 'assured', 'assured', 'assured'),
      'domain-2': quarters(support, 'assured', 'assured', 'assured'),
      'domain-3': quarters(support, support, support, support),
      'domain-4': quarters(support, 'assured', 'assured', 'assured'),
      'domain-5': quarters('assured', 'assured', 'assured', support),
      'domain-6': quarters(support, 'assured', 'assured', 'assured'),
      headline: { '2014-15-year': support },
    });
  });

  it('of NHS Dorset CCG in 2015-16 are five components and the headline, of the year only', async () => {
    const items = await grid('11J', '2015-16');
    const components = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions', 'headline'];
    expect(items.map(({ item }) => item)).toEqual(components);
    for (const item of components) expect(ratingsOf(items, item)).toEqual({ '2015-16-year': 'assured-as-good' });
  });

  it('of NHS South Tees CCG in 2017-18 are 3, 2, 2, 2, 2, the total 11, Green, and no rule’s doing', async () => {
    const items = (await grid('00M', '2017-18')).filter(({ framework }) => framework === 'pce-2017-18');
    expect(items.map(({ item }) => [item, ratingsOf(items, item)['2017-18-year']])).toEqual([
      ...[
        ['a', '3'],
        ['b', '2'],
        ['c', '2'],
        ['d', '2'],
        ['e', '2'],
      ],
      ...[
        ['total', '11'],
        ['headline', 'green'],
      ],
    ]);
    expect(cellsOf(items).map(([, { basis, certainty }]) => [basis, certainty])).toEqual(
      items.map(() => ['transcribed', undefined]),
    );
  });

  it('are shown to the organisation and to everybody signed in: they were published', async () => {
    const reader = await service.as('dorset-ccg');
    const path = '/api/v1/organisations/11J/domain-status?year=2014-15';
    expect((await reader.get(path)).body).toEqual((await auditor.get(path)).body);
  });
});

describe('the import of published ratings', () => {
  it('takes every row of the published history', () => {
    expect(rows.filter((row) => !isAdopted(row))).toEqual([]);
    expect(report).toMatchObject({ broken: [], left: [], rows: rows.length });
  });

  it('reports the rows of frameworks not adopted yet, by their lines, and leaves them', async () => {
    const [header] = text.split('\n', 1);
    const row = '11J,ccg-iaf-2019-20,2019-20-year,headline,good,Good,,published,A framework that never was';
    const before = await whatIsStored(service);
    expect(await importing(`${header ?? ''}\n${row}\n`)).toMatchObject({
      imported: [],
      left: [{ assessment: '11J.ccg-iaf-2019-20.2019-20-year', rows: 1, lines: [2], rule: 'framework-unknown' }],
    });
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('changes nothing the second time', async () => {
    const before = await whatIsStored(service);
    const again = await importing();
    expect(again.imported.map(({ recorded }) => recorded)).toEqual(report.imported.map(() => 0));
    expect(again.imported.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(rows.filter(isAdopted).length);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('invents no meeting, no person, no date and no step of moderation', async () => {
    const { body } = await auditor.get('/api/v1/assessments/11J.ccg-assurance-2013-15.2014-15-q1');
    expect(body).toMatchObject({ status: 'transcribed', round: 0, stage: null, meetings: [], teleconferences: [], actions: [] });
    expect(body['headline']).toMatchObject({ computed: null, override: null, result: null });
    for (const item of body.items ?? []) expect(item).toMatchObject({ decidedOn: null, decidedBy: [], reason: null });
    const trail = await auditor.get('/api/v1/assessments/11J.ccg-assurance-2013-15.2014-15-q1/moderation-trail');
    expect(trail.body.items).toEqual([]);
    const events = await auditor.get('/api/v1/assessments/11J.ccg-assurance-2013-15.2014-15-q1/events');
    expect(new Set(events.body.items?.map(({ type }) => type))).toEqual(
      new Set(['TranscriptionStarted.v2', 'RatingTranscribed.v1']),
    );
    expect((await whatIsStored(service))['people']).toMatch(/^0 /);
  });

  it('is counted by the national grid where it cannot be placed on the day asked for', async () => {
    const [on, now] = await Promise.all(
      ['&effectiveOn=2015-06-01', ''].map((moment) => auditor.get(`/api/v1/national-grid?year=2014-15${moment}`)),
    );
    const ofYear = rows.filter((row) => yearOf(row) === '2014-15');
    expect(on?.body).toMatchObject({ organisations: [], dateNotGiven: ofYear.length });
    expect(now?.body).toMatchObject({ dateNotGiven: 0 });
  });

  it('lists by effectiveOn what has no date apart, and puts it on no day', async () => {
    const path = '/api/v1/organisations/11J/domain-status?year=2014-15&effectiveOn=2015-06-01';
    const { body } = await auditor.get(path);
    expect(body.items).toEqual([]);
    expect(body['dateNotGiven']).toHaveLength(
      rows.filter((row) => row.organisation === '11J' && yearOf(row) === '2014-15').length,
    );
  });

  it('lets nobody work on what it transcribed: 409', async () => {
    const assessor = await service.as('wessex-assessor');
    const body = { organisation: '11J', framework: 'ccg-assurance-2013-15', period: '2014-15-q1' };
    const opening = await assessor.post('/api/v1/assessments', body);
    const meeting = await assessor.post('/api/v1/assessments/11J.ccg-assurance-2013-15.2014-15-q1/checkpoint-meetings', {
      heldOn: '2014-07-01',
    });
    expect([opening.status, opening.body['type']]).toEqual([409, '/problems/assessment-already-open']);
    expect([meeting.status, meeting.body['type']]).toEqual([409, '/problems/assessment-is-transcribed']);
  });
});
