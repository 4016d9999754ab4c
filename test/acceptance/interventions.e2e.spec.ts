import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Person } from '#identity/contract.js';
import { projectPath } from '#platform/project-root.js';
import { type CommandAnswer, commandLine } from './support/command-line.js';
import type { AnswerBody, HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { PageClient } from './support/page-client.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const FILE = projectPath('libs/interventions/data/interventions.csv');
const ELSEWHERE: readonly Person[] = [
  { id: 'cne-director', name: 'A director of Cumbria and North East', role: 'director', area: { kind: 'office', code: 'Q74' } },
];
const BEGUN = {
  kind: 'directions',
  organisations: ['11J'],
  alsoBinds: ['08Q'],
  from: '2017-05',
  what: 'To balance the books, with the help of another.',
};

let service: TestService;
let folder: string;
let checkpoint: (...argv: readonly string[]) => Promise<CommandAnswer>;
let director: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-interventions-'));
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(ELSEWHERE) });
  checkpoint = commandLine({ ...service.settings, PUBLIC_URL: service.address });
  director = await asPerson(service, 'wessex-director');
  const { out, status } = await checkpoint('import', 'interventions', FILE);
  expect({ out, status }).toEqual({ out: `${FILE}: 5 rows: 5 events recorded in 5 records, 0 records unchanged\n`, status: 0 });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const head = (): Promise<string> => logHead(service);

async function begin(change: object = {}): Promise<{ id: string; position: string }> {
  const { status, headers, body } = await director.post('/api/v1/interventions', { ...BEGUN, ...change });
  expect(status).toBe(201);
  return { id: headers.get('Location')?.split('/').at(-1) ?? '', position: String(body['position']) };
}

const read = async (id: string, atLeast: unknown): Promise<AnswerBody> =>
  (await director.get(`/api/v1/interventions/${id}?atLeast=${String(atLeast)}`)).body;

describe('the published interventions', () => {
  it('come back from the API row by row exactly as the file has them, dates as vague as they are', async () => {
    const rows: unknown = parse(await readFile(FILE, 'utf8'), { columns: true });
    const { items = [] } = (await director.get('/api/v1/interventions')).body;
    const asRows = items.map((item) => ({
      kind: item['kind'],
      organisation: (item['organisations'] as string[]).join(' '),
      also_binds: (item['alsoBinds'] as string[]).join(' '),
      from: item['from'] ?? '',
      until: item['until'] ?? '',
      what: item['what'],
      source: item['source'],
    }));
    expect(asRows).toHaveLength(5);
    expect(asRows).toEqual(expect.arrayContaining(rows as unknown[]));
  });

  it('change nothing the second time', async () => {
    const before = await head();
    const { out, status } = await checkpoint('import', 'interventions', FILE);
    expect(out).toContain('0 events recorded in 0 records, 5 records unchanged');
    expect(status).toBe(0);
    expect(await head()).toEqual(before);
  });

  it('are refused as a whole while a row is wrong, each wrong line named', async () => {
    const header = 'kind,organisation,also_binds,from,until,what,source';
    const path = join(folder, 'wrong.csv');
    const good = 'directions,11J,,2016,,something,a page';
    await writeFile(path, [header, good, 'directions,11J,,2016-13,,something,a page', 'censure,11J,,,,w,s'].join('\n'));
    const before = await head();
    const { out, status } = await checkpoint('import', 'interventions', path);
    expect(out).toContain('line 3: from: is not a year, a month or a day');
    expect(out).toContain('line 4: kind');
    expect(status).toBe(1);
    await writeFile(path, [header, good, 'directions,99Z,,2016,,something,a page', good].join('\n'));
    const again = await checkpoint('import', 'interventions', path);
    expect(again.out).toContain('line 3: No organisation has the code 99Z');
    expect(again.out).toContain('line 4: is the same intervention as line 2 [row-is-there-twice]');
    expect(await head()).toEqual(before);
  });

  it('stand under the codes of their time, and with the successor too', async () => {
    const { body } = await director.get('/api/v1/organisations/16C/interventions');
    expect(body['predecessors']).toContain('00M');
    expect(body.items).toMatchObject([{ kind: 'special-measures', organisations: ['00M'], standing: 'end-not-given' }]);
  });

  it('are asked for by a day, and told apart where the dates leave it open', async () => {
    const on = async (day: string) =>
      ((await director.get(`/api/v1/interventions?organisation=01R&effectiveOn=${day}`)).body.items ?? []).map(
        ({ inForce }) => inForce,
      );
    expect(await on('2016-06-01')).toEqual(['possibly']);
    expect(await on('2018-01-01')).toEqual(['yes']);
    expect(await on('2019-08-01')).toEqual([]);
  });
});

describe('an intervention recorded here', () => {
  it('goes from its beginning to an end that its exit criteria allow', async () => {
    const { id } = await begin();
    const at = `/api/v1/interventions/${id}`;
    const objective = { as: 'exit-criterion', text: 'Balance the books', agreedOn: '2017-06-01' };
    const { body: agreed } = await director.post(`${at}/objectives`, objective);
    const [{ id: criterion }] = (await read(id, agreed['position']))['objectives'] as [{ id: string }];
    const verdict = (met: boolean, judgedOn: string) =>
      director.post(`${at}/objectives/${criterion}/verdicts`, { met, judgedOn, note: 'By the accounts.' });
    const ending = { until: '2018', outcome: 'criteria-met', reason: 'It has met what was agreed.' };

    expect((await verdict(false, '2017-12-01')).status).toBe(201);
    const tooEarly = await director.post(`${at}/ending`, ending);
    expect(tooEarly.status).toBe(422);
    expect(tooEarly.body).toMatchObject({ type: '/problems/exit-criteria-met', notMet: [criterion] });
    expect((await verdict(true, '2018-04-02')).status).toBe(201);
    const { status, body } = await director.post(`${at}/ending`, ending);
    expect(status).toBe(201);

    expect(await read(id, body['position'])).toMatchObject({
      ...BEGUN,
      until: '2018',
      standing: 'ended',
      outcome: 'criteria-met',
      source: null,
      objectives: [{ met: true, verdicts: [{ met: false }, { met: true }] }],
    });
    expect((await read(id, body['position']))['timeline']).toHaveLength(5);
    expect((await director.post(`${at}/ending`, ending)).status).toBe(409);
  });

  it('is varied, ended and corrected as it was read, where whoever does says so in If-Match', async () => {
    const { id, position } = await begin({ from: '2016-02' });
    const at = `/api/v1/interventions/${id}`;
    const { headers } = await director.get(`${at}?atLeast=${position}`);
    const seen = { 'If-Match': headers.get('ETag') ?? '' };
    const variation = { variedOn: '2016-03', organisations: ['11J'], reason: 'Nobody helps any more.' };
    expect((await director.post(`${at}/variations`, variation, seen)).status).toBe(201);
    const stale = await director.post(`${at}/ending`, { until: '2017', outcome: 'lifted', reason: 'r' }, seen);
    expect([stale.status, stale.body['type'], stale.body['currentRevision']]).toEqual([
      412,
      '/problems/judged-revision-is-stale',
      '1',
    ]);
  });

  it('is listed with the others as a file, with the columns that an import reads', async () => {
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    const file = await pages.read('/interventions.csv?kind=special-measures');
    const rows: Record<string, string>[] = parse(file.html, { columns: true });
    expect(rows.map((row) => [row['organisation'], row['from'], row['standing']])).toEqual([
      ['07V', '2016-07', 'end-not-given'],
      ['00M', '2018-07', 'end-not-given'],
    ]);
    expect((await pages.read('/interventions?kind=special-measures&effectiveOn=2016-08-01')).text).toContain('1 intervention');
  });

  it('binds its helper, on whose page it is', async () => {
    const { position } = await begin({ from: '2018-01' });
    const { body } = await director.get(`/api/v1/organisations/08Q/interventions?atLeast=${position}`);
    expect(body.items).toContainEqual(expect.objectContaining({ organisations: ['11J'], alsoBinds: ['08Q'], from: '2018-01' }));
  });

  it('is recorded once for one key', async () => {
    const key = { 'Idempotency-Key': 'begin-once' };
    const [one, two] = [
      await director.post('/api/v1/interventions', BEGUN, key),
      await director.post('/api/v1/interventions', BEGUN, key),
    ];
    expect(two.headers.get('Location')).toBe(one.headers.get('Location'));
    expect(two.body).toEqual(one.body);
  });

  it('is recorded by those of the area only, and for organisations there are', async () => {
    for (const person of ['wessex-assessor', 'cne-director', 'auditor', 'administrator', 'dorset-ccg'])
      expect([person, (await (await asPerson(service, person)).post('/api/v1/interventions', BEGUN)).status]).toEqual([
        person,
        403,
      ]);
    expect((await service.anonymous.get('/api/v1/interventions')).status).toBe(401);
    const { status, body } = await director.post('/api/v1/interventions', { ...BEGUN, alsoBinds: ['99Z'] });
    expect([status, body['type']]).toEqual([422, '/problems/intervention-organisation-unknown']);
    expect(
      (await director.post('/api/v1/interventions/nowhere/ending', { until: '2018', outcome: 'lifted', reason: 'r' })).status,
    ).toBe(404);
  });

  it('is shown on a page of the organisation', async () => {
    const pages = await PageClient.signedInAs(service.address, 'wessex-director');
    const { status, text } = await pages.read('/organisations/16C/interventions');
    expect(status).toBe(200);
    expect(text).toContain('Special measures, from July 2018');
    expect(text).toContain('Of a predecessor');
    expect(text).toContain('the source does not say whether it ended');
    expect((await pages.read('/organisations/02F/interventions')).text).toContain('Legal directions, from 2016');
    expect((await pages.read('/organisations/16C')).html).toContain('href="/organisations/16C/interventions"');
  });
});

it('leaves a log that verifies', async () => {
  const { out, status } = await checkpoint('log', 'verify');
  expect({ out: out.includes('event-readable'), status }).toEqual({ out: false, status: 0 });
});
