import { jest } from '@jest/globals';
import type { Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { components, OneAssessment, ratingsOf } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
const BESIDE: readonly Person[] = [
  { id: 'cne-director', name: 'A director elsewhere', role: 'director', area: { kind: 'office', code: 'Q71' } },
  { id: 'wessex-secretary', name: 'Secretary, Wessex', role: 'panel-secretary', area: { kind: 'office', code: 'Q70' } },
];
const FAR = '2099-01-01';

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(BESIDE) });
  [assessor, director] = await Promise.all([service.as('wessex-assessor'), service.as('wessex-director')]);
  await quarter.open(assessor);
  await quarter.record(assessor, '/checkpoint-meetings', {
    heldOn: '2015-07-21',
    actions: [{ description: 'Send the recovery plan', owner: 'Accountable officer', due: '2015-11-01' }],
  });
  await quarter.record(assessor, '/ratings', ratingsOf(components()));
});
afterAll(() => service.stop());

/** What a person has to do, as the list tells it once it knows of everything recorded. */
async function workOf(person: string): Promise<readonly Record<string, unknown>[]> {
  const client = await asPerson(service, person);
  const { status, body } = await client.get(`/api/v1/work-list?atLeast=${await logHead(service)}`);
  expect(status).toBe(200);
  return body['byDate'] as Record<string, unknown>[];
}
const kindsOf = async (person: string) => (await workOf(person)).map(({ kind, toDo }) => [kind, toDo]);

it('lists by day what waits, what is overdue, why it is theirs, and where it is done', async () => {
  const work = await workOf('wessex-assessor');
  expect(work).toMatchObject([
    { kind: 'action', day: '2015-11-01', dayIs: 'due', overdue: true, page: expect.stringMatching(/\/actions\//) as string },
    {
      ...{ kind: 'assessment', toDo: 'Submit for moderation', dayIs: 'since', overdue: false, organisation: '11J' },
      ...{ why: 'Your office assesses it', page: `/assessments/${quarter.id}/submission` },
    },
  ]);
  expect(await workOf('cne-assessor')).toEqual([]);
});

it('asks the organisation to check the facts of a letter until its last day, and nobody elsewhere', async () => {
  const addressees = [{ role: 'Accountable officer', body: 'NHS Dorset CCG' }];
  const drafted = await assessor.post(quarter.at('/letters'), { kind: 'quarter-report', addressees });
  const letter = String(drafted.headers.get('Location')).split('/').at(-1) ?? '';
  expect(await kindsOf('dorset-ccg')).toEqual([]);
  expect(await kindsOf('wessex-director')).toContainEqual(['letter', 'Have its facts checked']);
  expect((await assessor.post(`/api/v1/letters/${letter}/fact-check`, { until: FAR })).status).toBe(201);

  expect(await workOf('dorset-ccg')).toMatchObject([
    { kind: 'letter', toDo: 'Check its facts', day: FAR, dayIs: 'until', overdue: false, page: `/letters/${letter}` },
  ]);
  expect(await kindsOf('wessex-assessor')).toContainEqual(['letter', 'Wait for the check of its facts']);
  expect(await kindsOf('cne-director')).toEqual([]);
});

it('names a sitting to those who sit on it, and not to the region above', async () => {
  const scope = { stage: 'local', area: 'Q70', framework: quarter.framework, period: quarter.period, sitsOn: '2015-08-20' };
  const seats = { chair: 'wessex-director', members: [], secretary: 'wessex-secretary', quorum: 1 };
  expect((await director.post('/api/v1/panels', { ...scope, ...seats })).status).toBe(201);
  const sitting = (await workOf('wessex-director')).find(({ kind }) => kind === 'panel');
  expect(sitting).toMatchObject({ toDo: 'Open its papers', day: '2015-08-20', dayIs: 'on', why: 'You chair it' });
  for (const person of ['south-chair', 'wessex-assessor', 'committee-secretary'])
    expect([person, (await workOf(person)).some(({ kind }) => kind === 'panel')]).toEqual([person, false]);
});

it('is a page and a file with the same rows', async () => {
  const reader = await PageClient.signedInAs(service.address, 'wessex-director');
  const { text } = await reader.read(`/work?atLeast=${await logHead(service)}`);
  for (const words of ['Open its papers', 'You chair it', 'Overdue', 'Accountable officer']) expect(text).toContain(words);
  const file = (await reader.read('/work.csv')).text;
  expect(file).toContain('day,day_is,overdue,kind,to_do,about,organisation,period,notes,why,page');
  for (const { page } of await workOf('wessex-director')) expect(file).toContain(page);
  const calendar = (await reader.read('/work.ics')).html;
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(
    (await workOf('wessex-director')).filter(({ dayIs }) => dayIs !== 'since').length,
  );
  expect(calendar).toContain('DTSTART;VALUE=DATE:20150820\r\nDTEND;VALUE=DATE:20150821');
  expect((await director.get('/api/v1/work-list.csv')).headers.get('Content-Type')).toContain('text/csv');
});
