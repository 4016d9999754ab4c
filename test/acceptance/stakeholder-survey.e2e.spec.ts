import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Client } from 'pg';
import type { EventStore, RecordedEvent } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { projectPath } from '#platform/project-root.js';
import { type CommandAnswer, commandLine } from './support/command-line.js';
import type { Answer, HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const FILE = projectPath('libs/stakeholder-survey/data/stakeholder-survey.csv');
const DORSET = '/api/v1/surveys/11J.2017';
const NAME = 'Robin Made-Up';

let service: TestService;
let folder: string;
let checkpoint: (...argv: readonly string[]) => Promise<CommandAnswer>;
let dorset: HttpClient;
let assessor: HttpClient;
let elsewhere: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-survey-'));
  service = await startTestService({ holding: 'reference' });
  checkpoint = commandLine({ ...service.settings, PUBLIC_URL: service.address });
  dorset = await service.as('dorset-ccg');
  assessor = await service.as('wessex-assessor');
  elsewhere = await service.as('cne-assessor');
  const { out, status } = await checkpoint('import', 'survey', FILE);
  expect({ out, status }).toEqual({ out: `${FILE}: 5 rows: 6 events recorded in 3 records, 0 records unchanged\n`, status: 0 });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

async function asOwner(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: service.database.connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The events of Dorset's survey as they lie in the log. */
const surveyEvents = (): Promise<readonly RecordedEvent[]> =>
  service.running.application.get<EventStore>(EVENT_STORE, { strict: false }).readStream('survey-11J.2017');

interface Published {
  readonly organisation: string;
  readonly year: string;
  readonly fieldwork: readonly { from: string | null; to: string | null; note: string | null; source: string }[];
  readonly published: readonly {
    readonly question: string;
    readonly answer: string;
    readonly percent: number;
    readonly base: null;
    readonly note: string | null;
    readonly source: string;
  }[];
}

/** The rows of the file, made of what the API says. */
function rowsOf({ organisation, year: survey_year, fieldwork, published }: Published) {
  const rows = published.map((one) => {
    const { from, to } = fieldwork.find(({ source }) => source === one.source) ?? { from: null, to: null };
    return { ...one, percent: String(one.percent), from, to };
  });
  const alone = fieldwork.filter(({ source }) => !published.some((one) => one.source === source));
  return [...rows, ...alone.map((one) => ({ ...one, question: '', answer: '', percent: '' }))].map((one) => ({
    organisation,
    survey_year,
    fieldwork_from: one.from ?? '',
    fieldwork_to: one.to ?? '',
    question: one.question,
    answer: one.answer,
    percent: one.percent,
    note: one.note ?? '',
    source: one.source,
  }));
}

async function done(answer: Promise<Answer>): Promise<string> {
  const { status, body } = await answer;
  expect([status, body['detail']]).toEqual([201, undefined]);
  return String(body['position']);
}

const read = async (client: HttpClient, position: string): Promise<Record<string, unknown>> =>
  (await client.get(`${DORSET}?atLeast=${position}`)).body;

describe('the published survey', () => {
  it('comes back from the API row by row exactly as the file has it, notes too', async () => {
    const rows: unknown = parse(await readFile(FILE, 'utf8'), { columns: true });
    const { items = [] } = (await elsewhere.get('/api/v1/surveys')).body;
    const asRows = items.flatMap((item) => rowsOf(item as unknown as Published));
    expect(asRows).toHaveLength(5);
    expect(asRows).toEqual(expect.arrayContaining(rows as unknown[]));
    expect(items.flatMap((item) => (item as unknown as Published).published.map(({ base }) => base))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('changes nothing the second time', async () => {
    const before = await logHead(service);
    const { out, status } = await checkpoint('import', 'survey', FILE);
    expect(out).toContain('0 events recorded in 0 records, 3 records unchanged');
    expect(status).toBe(0);
    expect(await logHead(service)).toBe(before);
  });

  it('is refused as a whole while a row is wrong, by its line', async () => {
    const header = 'organisation,survey_year,fieldwork_from,fieldwork_to,question,answer,percent,note,source';
    const path = join(folder, 'wrong.csv');
    await writeFile(path, [header, '11J,2018,,,q,a,50,,s', '11J,2018,,,q,b,,,s', '11J,2018,,,q,c,101,,s'].join('\n'));
    const broken = await checkpoint('import', 'survey', path);
    expect(broken.out).toContain('line 3: row: a question, its answer and the percentage go together');
    expect(broken.out).toContain('line 4: percent');
    await writeFile(path, [header, '99Z,2018,,,q,a,50,,s', '11J,2018,,,q,a,50,,s', '11J,2018,2018-01,,q,a,51,,s'].join('\n'));
    const { out, status } = await checkpoint('import', 'survey', path);
    expect(out).toContain('line 2: No organisation has the code 99Z');
    expect(out).toContain('[a-result-is-told-once]');
    expect(out).toContain('line 3: this source names another fieldwork');
    expect(status).toBe(1);
    expect((await assessor.get('/api/v1/surveys/11J.2018')).status).toBe(404);
  });

  it('is compared year on year: South Tees from 82% to 86%', async () => {
    const { body } = await elsewhere.get('/api/v1/organisations/00M/surveys');
    expect(body['overYears']).toContainEqual({
      question: 'extent of engagement by the CCG',
      answer: 'a great deal or fair amount',
      years: [
        { year: '2016', percent: 82, base: null, change: null },
        { year: '2017', percent: 86, base: null, change: 4 },
      ],
    });
    const pages = await PageClient.signedInAs(service.address, 'cne-assessor');
    const { status, text } = await pages.read('/organisations/00M/surveys');
    expect([status, text.includes('up 4 points')]).toEqual([200, true]);
  });
});

describe('a survey held here', () => {
  it('keeps counts, but nothing of a group under five', async () => {
    const count = (group: string | null, yes: number) =>
      done(assessor.post(`${DORSET}/counts`, { question: 'Engaged?', group, answers: [{ answer: 'Yes', count: yes }] }));
    await count(null, 30);
    await count('GP practices', 26);
    const position = await count('Councils', 4);
    expect((await read(elsewhere, position))['counted']).toMatchObject([
      { group: null, base: 30, suppressed: false, answers: [{ answer: 'Yes', count: 30, percent: 100 }] },
      { group: 'GP practices', base: null, suppressed: true, answers: null },
      { group: 'Councils', base: null, suppressed: true, answers: null },
    ]);
    const counted = (await surveyEvents()).filter(({ payload }) => payload.includes('Councils'));
    expect(counted).toHaveLength(1);
    expect(counted[0]?.payload).toContain('"answers":null');
  });

  it('knows who was nominated beside the log alone, until it is erased', async () => {
    const position = await done(
      dorset.post(`${DORSET}/nominations`, { group: 'GP practices', name: NAME, contact: 'r@example.org' }),
    );
    const nominations = async (client: HttpClient, at: string) =>
      ((await read(client, at))['inConfidence'] as { nominations: { id: string }[] } | undefined)?.nominations;
    const [nominated] = (await nominations(dorset, position)) ?? [];
    expect(nominated).toMatchObject({ group: 'GP practices', name: NAME, contact: 'r@example.org' });
    expect(await nominations(elsewhere, position)).toBeUndefined();
    expect(await nominations(await service.as('auditor'), position)).toMatchObject([{ name: null, contact: null }]);
    const events = await surveyEvents();
    expect(events.length).toBeGreaterThan(0);
    expect(events.filter(({ payload, metadata }) => (payload + JSON.stringify(metadata)).includes('Made-Up'))).toEqual([]);

    const erased = await done(dorset.post(`${DORSET}/nominations/${String(nominated?.id)}/erasure`, {}));
    expect(await nominations(dorset, erased)).toMatchObject([{ group: 'GP practices', name: null, contact: null }]);
    expect(await asOwner('select * from app.survey_nominees')).toEqual([]);
  });

  it('redacts a comment for every moment, also for those before', async () => {
    const before = await done(assessor.post(`${DORSET}/comments`, { text: `${NAME} never answers.` }));
    const comments = async (query: string) =>
      ((await assessor.get(`${DORSET}?${query}`)).body['inConfidence'] as { comments: { id: string; text: string }[] }).comments;
    const [comment] = await comments(`atLeast=${before}`);
    expect(comment?.text).toBe(`${NAME} never answers.`);
    const redaction = { text: '[somebody] never answers.', reason: 'It names somebody.' };
    const after = await done(assessor.post(`${DORSET}/comments/${String(comment?.id)}/redaction`, redaction));
    expect(await comments(`atLeast=${after}`)).toMatchObject([{ text: '[somebody] never answers.' }]);
    expect(await comments(`asAt=${before}`)).toMatchObject([{ text: '[somebody] never answers.' }]);
    expect((await read(elsewhere, after))['inConfidence']).toBeUndefined();
  });

  it('leads to areas for improvement and a report', async () => {
    await done(assessor.post(`${DORSET}/fieldwork`, { from: '2017-01-16', to: '2017-02-28' }));
    await done(assessor.post(`${DORSET}/reports`, { title: 'Survey 2017', reference: 'https://example.org/report' }));
    const area = { text: 'Answer sooner', action: '11J.ccg-iaf-2016-17.2016-17-q4 action 1' };
    const position = await done(assessor.post(`${DORSET}/areas-for-improvement`, area));
    expect(await read(assessor, position)).toMatchObject({
      fieldwork: [{ note: 'fieldwork only; no result on the page' }, { from: '2017-01-16', source: null }],
      reports: [{ title: 'Survey 2017' }],
      inConfidence: { areas: [area] },
    });
    const pages = await PageClient.signedInAs(service.address, 'dorset-ccg');
    expect((await pages.read('/organisations/11J/surveys')).text).toContain('Answer sooner');
  });

  it('ties an area to an action of one of the organisation’s own assessments, and to no other', async () => {
    const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
    await quarter.open(assessor);
    const action = { description: 'Answer within a week', owner: 'R. Sample', due: '2016-04-01' };
    await quarter.record(assessor, '/checkpoint-meetings', { heldOn: '2016-01-12', actions: [action] });
    const { body } = await assessor.get(quarter.at());
    const [{ id }] = body['actions'] as [{ id: string }];
    const areas = ((await read(assessor, '0'))['inConfidence'] as { areas: { area: string }[] }).areas;
    const at = `${DORSET}/areas-for-improvement/${String(areas[0]?.area)}/actions`;
    const position = await done(assessor.post(at, { assessment: quarter.id, action: id }));
    expect(await read(assessor, position)).toMatchObject({
      inConfidence: { areas: [{ actions: [{ assessment: quarter.id, action: id }] }] },
    });
    const refused = await assessor.post(at, { assessment: quarter.id, action: 'another' });
    expect([refused.status, refused.body['type']]).toEqual([422, '/problems/action-not-of-organisation']);
    const pages = await PageClient.signedInAs(service.address, 'wessex-assessor');
    const page = await pages.read('/surveys/11J.2017');
    expect(page.html).toContain(`href="/assessments/${quarter.id}/actions/${id}"`);
    expect(page.html).toContain(`href="/assessments/${quarter.id}/evidence?record=survey-11J.2017"`);
    expect((await pages.read(`/assessments/${quarter.id}/evidence?record=survey-11J.2017`)).html).toContain(
      'value="360-degree stakeholder survey of 2017"',
    );
  });

  it('gives the comparison of years as a file', async () => {
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    const rows: Record<string, string>[] = parse((await pages.read('/organisations/00M/surveys.csv')).html, { columns: true });
    const engagement = rows.filter(({ question }) => question === 'extent of engagement by the CCG');
    expect(engagement.map((row) => [row['survey_year'], row['percent'], row['change_in_points'], row['base']])).toEqual([
      ['2016', '82', '', ''],
      ['2017', '86', '4', ''],
    ]);
  });

  it('is recorded by those of the area, and nominated for by the organisation itself', async () => {
    const text = { text: 'A comment' };
    expect((await dorset.post(`${DORSET}/comments`, text)).status).toBe(403);
    expect((await elsewhere.post(`${DORSET}/comments`, text)).status).toBe(403);
    expect((await dorset.post('/api/v1/surveys/00M.2017/nominations', { group: 'g', name: 'n', contact: 'c' })).status).toBe(403);
    expect((await service.anonymous.get('/api/v1/surveys')).status).toBe(401);
    expect((await assessor.get('/api/v1/surveys/nonsense')).status).toBe(400);
  });
});
