import { jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AnswerBody, HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

const ITEMS = ['planning', 'performance', 'delegated-functions', 'financial-management', 'well-led'];
const PATH = '/api/v1/bulk-entries';

let service: TestService;
let assessor: HttpClient;

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  assessor = await service.as('wessex-assessor');
});
afterAll(() => service.stop());

interface Row {
  readonly organisation?: string;
  readonly item?: string;
  readonly rating?: string;
}
/** A file of ratings of one quarter, each row like the first that could be entered but for what it says. */
const ratings = (period: string, rows: readonly Row[]): string =>
  [
    'organisation,framework,period,item,rating,reason',
    ...rows.map(
      ({ organisation = '11J', item = 'planning', rating = 'assured-as-good' }) =>
        `${organisation},ccg-assurance-2015-16,${period},${item},${rating},`,
    ),
  ].join('\n');
const file = (csv: string, kind = 'ratings') => ({ kind, file: 'the-quarter.csv', csv });

/** The entry, once it is carried out. */
async function finished(by: HttpClient, location: string | null, tries = 100): Promise<AnswerBody> {
  const { body } = await by.get(location ?? '');
  if (body['status'] === 'finished' || tries === 0) return body;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return finished(by, location, tries - 1);
}

describe('a dry run', () => {
  it('gives every row its verdict, with the rule and the column, and records nothing', async () => {
    const before = await logHead(service);
    const rows = [{}, { rating: 'splendid', item: 'performance' }, { organisation: '99Z' }, { organisation: '00M' }, {}];
    const { status, body } = await assessor.post(`${PATH}?dryRun=true`, file(ratings('2015-16-q1', rows)));
    expect([status, body['acceptable'], body['counts']]).toEqual([200, false, { new: 1, unchanged: 0, refused: 4 }]);
    expect(body['rows']).toMatchObject([
      { line: 2, verdict: 'new' },
      { line: 3, verdict: 'refused', rule: 'rating-not-on-scale', column: 'rating' },
      { line: 4, verdict: 'refused', rule: 'organisation-unknown' },
      { line: 5, verdict: 'refused', rule: 'outside-area' },
      { line: 6, verdict: 'refused', rule: 'item-named-twice', column: 'item' },
    ]);
    expect(await logHead(service)).toBe(before);
  });

  it('says of a file that is no such CSV what the template has', async () => {
    const { status, body } = await assessor.post(`${PATH}?dryRun=true`, file('organisation,grade\n11J,good'));
    expect([status, body['type']]).toEqual([422, '/problems/bulk-entry-file-not-readable']);
    expect(JSON.stringify(body)).toContain('There is no column grade');
  });
});

describe('a file of rows', () => {
  it('is refused as a whole while a row is wrong', async () => {
    const before = await logHead(service);
    const { status, body } = await assessor.post(PATH, file(ratings('2015-16-q1', [{}, { organisation: '99Z' }])));
    expect([status, body['type']]).toEqual([422, '/problems/bulk-entry-has-refused-rows']);
    expect(body['refused']).toMatchObject([{ line: 3, rule: 'organisation-unknown' }]);
    expect(await logHead(service)).toBe(before);
  });

  it('is one batch that is carried out by the ordinary commands, and entered once for one key', async () => {
    const csv = ratings(
      '2015-16-q1',
      ITEMS.map((item) => ({ item })),
    );
    const key = { 'Idempotency-Key': 'the-quarter' };
    const [one, two] = [await assessor.post(PATH, file(csv), key), await assessor.post(PATH, file(csv), key)];
    expect([one.status, two.body]).toEqual([201, one.body]);

    const entry = await finished(assessor, one.headers.get('Location'));
    expect(entry).toMatchObject({
      status: 'finished',
      rows: 5,
      settled: 5,
      applied: 5,
      notApplied: [],
      actor: 'wessex-assessor',
    });
    const { body } = await assessor.get(
      `/api/v1/assessments/11J.ccg-assurance-2015-16.2015-16-q1?atLeast=${await logHead(service)}`,
    );
    expect(JSON.stringify(body)).toContain('assured-as-good');

    const again = await assessor.post(PATH, file(csv));
    expect([again.status, again.body['type']]).toEqual([422, '/problems/bulk-entry-says-nothing-new']);
  });

  it('is its own only: others see nothing of it, an auditor all', async () => {
    const location = (await assessor.get(PATH)).body.items?.[0]?.['id'];
    const at = `${PATH}/${String(location)}`;
    const see = async (person: string) => (await (await service.as(person)).get(at)).status;
    expect([
      await see('cne-assessor'),
      await see('auditor'),
      await see('dorset-ccg'),
      (await service.anonymous.get(at)).status,
    ]).toEqual([404, 200, 403, 401]);
  });

  it('takes what single entry takes of the same person, and no more', async () => {
    const enter = async (person: string, body: object) => (await service.as(person)).post(PATH, body);
    const published = file('organisation,framework,period,item,rating,evidence,source\n', 'published-ratings');
    expect((await enter('auditor', file(ratings('2015-16-q1', [{}])))).status).toBe(403);
    expect((await enter('dorset-ccg', file(ratings('2015-16-q1', [{}])))).status).toBe(403);
    expect((await enter('wessex-assessor', published)).status).toBe(403);
    expect((await enter('administrator', file(ratings('2015-16-q1', [{}])))).status).toBe(403);
  });
});

describe('an administrator', () => {
  it('registers organisations and tells published ratings by the same templates', async () => {
    const administrator = await service.as('administrator');
    const organisations = 'code,kind,name,from,opened\nY99,region,A region to come,2027-04-01,2027-04-01';
    const { status, headers } = await administrator.post(PATH, file(organisations, 'organisations'));
    expect(status).toBe(201);
    expect(await finished(administrator, headers.get('Location'))).toMatchObject({ applied: 1, notApplied: [] });

    const published = 'organisation,framework,period,item,rating,published_label,evidence,source';
    const row = '00M,ccg-assurance-2015-16,2015-16-year,headline,limited-assurance,Requires improvement,published,NHS England';
    const told = await administrator.post(PATH, file(`${published}\n${row}`, 'published-ratings'));
    expect(told.status).toBe(201);
    expect(await finished(administrator, told.headers.get('Location'))).toMatchObject({ applied: 1, notApplied: [] });
  });
});

describe('the national grid', () => {
  it('shows what was entered of a year, in the API, as a file, and in the page one period or one item at a time', async () => {
    const auditor = await service.as('auditor');
    const { body } = await auditor.get(`/api/v1/national-grid?year=2015-16&atLeast=${await logHead(service)}`);
    expect(body['frameworks']).toMatchObject([
      { id: 'ccg-assurance-2015-16', labels: { 'limited-assurance': 'Limited assurance, requires improvement' } },
    ]);
    expect(body['organisations']).toContainEqual(
      expect.objectContaining({
        organisation: '00M',
        cells: { headline: { '2015-16-year': { rating: 'limited-assurance', stage: 'transcribed' } } },
      }),
    );
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    const rows: Record<string, string>[] = parse((await pages.read('/national-grid/2015-16.csv')).html, { columns: true });
    expect(rows).toContainEqual(expect.objectContaining({ organisation: '11J', period: '2015-16-q1', item: 'planning' }));
    const page = async (show: string) => (await pages.read(`/national-grid/2015-16?show=${show}`)).text;
    expect(await page('2015-16-q1')).toContain('1 organisation with a rating that you may see: Quarter 1');
    expect(await page('headline')).toMatch(/NHS South Tees CCG .* Limited assurance/);
    const { body: outside } = await service.anonymous.get('/api/v1/national-grid?year=2015-16');
    expect(JSON.stringify(outside)).not.toContain('11J');
  });
});

describe('the pages', () => {
  it('give a template, take the file, show each verdict, enter it and show how far it is', async () => {
    const pages = await PageClient.signedInAs(service.address, 'wessex-assessor');
    const template = await pages.read('/bulk-entries/templates/ratings.csv');
    const [header = []]: string[][] = parse(template.html, { to: 1 });
    expect(header).toEqual(expect.arrayContaining(['organisation', 'item', 'rating']));

    const csv = ratings('2015-16-q2', [{}, { item: 'performance', rating: 'limited-assurance' }]);
    const { to: dryRun } = await pages.send('/bulk-entries/templates/ratings', { file: csv, 'file-name': 'q2.csv' });
    expect((await pages.read(dryRun ?? '')).text).toContain('Enter all 2 rows as one batch');
    const { to: entered } = await pages.send(dryRun ?? '', {});
    const id = /\/bulk-entries\/([\w-]+)/.exec(entered ?? '')?.[1] ?? '';
    await finished(assessor, `${PATH}/${id}`);
    expect((await pages.read(`/bulk-entries/${id}`)).text).toMatch(/Finished on .* Entered 2 /);
    const rows: Record<string, string>[] = parse((await pages.read(`/bulk-entries/${id}.csv`)).html, { columns: true });
    expect(rows.map(({ outcome }) => outcome)).toEqual(['Entered', 'Entered']);
  });
});
