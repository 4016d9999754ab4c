import { DataSource } from 'typeorm';
import { PERSON_DECISIONS, type PersonDecisions } from '#identity/application/person-decisions.js';
import { PeopleRegister, RoleHolders } from '#identity/contract.js';
import { systemClock } from '#platform/clock/clock.js';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { type RunningService, startService } from '../../apps/server/src/service/start-service.js';
import { recordSamplePeople } from '../../apps/server/src/standalone/record-sample-people.js';
import { samplePeople } from '../../apps/server/src/standalone/sample-people.js';
import { HttpClient } from './support/http-client.js';
import { PageClient } from './support/page-client.js';
import { OneAssessment } from './support/one-assessment.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
/** A second process on the same log. */
let beside: RunningService;
let administrator: HttpClient;

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: 'recorded' });
  const { application } = service.running;
  await recordSamplePeople(samplePeople, {
    decisions: application.get<PersonDecisions>(PERSON_DECISIONS, { strict: false }),
    register: application.get(PeopleRegister, { strict: false }),
    clock: systemClock,
  });
  const config = loadConfig({ PORT: '0', ...service.settings, LOG_LEVEL: 'error', ROLES: 'api' });
  beside = await startService(config, createLogger(config.logLevel), { seed: [] });
  administrator = await service.as('administrator');
});
afterAll(async () => {
  await beside.stop();
  await service.stop();
});

const wessex = { kind: 'office', code: 'Q70' };
const assessing = { role: 'assessor', area: wessex, reason: 'Joined the Wessex team.' };

async function register(name: string, more: object = {}): Promise<string> {
  const { status, body, headers } = await administrator.post('/api/v1/people', { name, ...more });
  expect([status, headers.get('Location')]).toEqual([201, `/api/v1/people/${String(body['id'])}`]);
  return String(body['id']);
}

const grant = (id: string, request: object = assessing) => administrator.post(`/api/v1/people/${id}/grants`, request);

async function grantsOf(id: string, atLeast: unknown) {
  const { body } = await administrator.get(`/api/v1/people/${id}?atLeast=${atLeast as string}`);
  return body['grants'] as readonly Record<string, unknown>[];
}

describe('a person', () => {
  it('can do nothing until they are granted a role, and nothing from the moment it is withdrawn, in any process', async () => {
    const ann = await register('Ann Example', { email: 'ann@example.org' });
    expect((await service.anonymous.post('/standalone/token', { person: ann })).status).toBe(404);
    const { position } = (await grant(ann)).body;
    const [here, there] = [await service.as(ann), await new HttpClient(beside.address).signedInAs(ann)];
    const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
    await quarter.open(here);
    await quarter.record(there, '/checkpoint-plans', { plannedFor: '2016-01-12' });

    const [held] = await grantsOf(ann, position);
    const withdrawal = `/api/v1/people/${ann}/grants/${String(held?.['grant'])}/withdrawal`;
    expect((await administrator.post(withdrawal, { reason: 'Left the service.' })).status).toBe(201);
    const refused = await Promise.all([here, there].map((client) => client.get(quarter.at())));
    expect(refused.map(({ status, body }) => [status, body['type']])).toEqual([
      [401, '/problems/person-unknown'],
      [401, '/problems/person-unknown'],
    ]);
  });

  it('tells who they are and what they can act in', async () => {
    const bob = await register('Bob Example');
    await grant(bob);
    await grant(bob, { role: 'panel-member', area: { kind: 'region', code: 'Y57' }, reason: 'Sits on the panel.' });
    const client = await service.as(bob);
    const me = await client.get('/api/v1/me', { 'Acting-As': 'panel-member' });
    expect(me.body).toMatchObject({ id: bob, name: 'Bob Example', role: 'panel-member', actingAs: 'panel-member@Y57' });
    expect(me.body['grants']).toMatchObject([{ actingAs: 'assessor@Q70' }, { actingAs: 'panel-member@Y57' }]);
  });

  it('covers for a small office until a day, and decides there as its director', async () => {
    const cover = { role: 'director', area: wessex, reason: 'Cover.', until: '2099-12-31' };
    const director = await register('Director elsewhere');
    await grant(director, { role: 'director', area: { kind: 'office', code: 'Q69' }, reason: 'In post.' });
    expect((await grant(director, cover)).body['type']).toBe('/problems/second-office-is-cover');
    const covering = { ...cover, cover: { reason: 'The only director rated it herself.' } };
    const { status, body } = await grant(director, covering);
    expect(status).toBe(201);
    expect((await grantsOf(director, body['position'])).map((held) => held['cover'])).toEqual([null, covering.cover]);
    const me = await (await service.as(director)).get('/api/v1/me', { 'Acting-As': 'director@Q70' });
    expect(me.body['actingAs']).toBe('director@Q70');
  });
});

describe('an auditor', () => {
  it('has what they read written down before they are answered, for good, and for themselves and other auditors to see', async () => {
    const [auditor, assessor] = [await service.as('auditor'), await service.as('wessex-assessor')];
    const asked = '/api/v1/organisations/11J/domain-status?year=2015-16';
    expect([(await auditor.get(asked)).status, (await assessor.get(asked)).status]).toEqual([200, 200]);
    expect((await auditor.get('/api/v1/people?q=Ann')).status).toBe(200);
    const pages = await PageClient.signedInAs(service.address, 'auditor');
    await pages.read('/organisations/11J');
    const { body } = await auditor.get('/api/v1/audit/access-log');
    expect(body.items?.map(({ person, path, question }) => [person, path, question])).toEqual([
      ['auditor', '/organisations/11J', ''],
      ['auditor', '/api/v1/people', 'q=not+kept'],
      ['auditor', '/api/v1/organisations/11J/domain-status', 'year=2015-16'],
    ]);
    const first = await auditor.get('/api/v1/audit/access-log?limit=1');
    const second = await auditor.get(`/api/v1/audit/access-log?limit=1&after=${String(first.body['next'])}`);
    expect(second.body.items).toMatchObject([{ path: '/api/v1/people' }]);
    expect((await pages.read('/access-log')).text).toContain('/api/v1/organisations/11J/domain-status');
    expect((await pages.read('/access-log.csv')).html).toContain(',auditor,/organisations/11J,,');
    expect((await administrator.get('/api/v1/audit/access-log')).status).toBe(403);
    const database = service.running.application.get(DataSource);
    await expect(database.query('delete from app.access_log')).rejects.toThrow();
    await expect(database.query("update app.access_log set path = ''")).rejects.toThrow();
  });
});

describe('in the pages, an administrator', () => {
  const date = (name: string, day: string, month: string, year: string) => ({
    [`${name}-day`]: day,
    [`${name}-month`]: month,
    [`${name}-year`]: year,
  });

  it('registers somebody, grants them roles, and withdraws one; they choose which they act in', async () => {
    const pages = await PageClient.signedInAs(service.address, 'administrator');
    const { to } = await pages.send('/people/new', { name: 'Eve Example', email: 'eve@example.org' });
    const eve = /^\/people\/([\w-]+)\?/.exec(to ?? '')?.[1] ?? '';
    expect((await pages.read(to ?? '')).text).toContain('They were granted no role, and can do nothing here.');
    const wanted = { role: 'panel-member', area: 'Q99', reason: 'Sits on the panel.' };
    const at = `/people/${eve}/grant`;
    expect((await pages.send(at, wanted)).text).toContain('No office, region or organisation has the code Q99');
    expect((await pages.send(at, { ...wanted, area: '11J' })).text).toContain(
      'The role panel-member is held over: office, region',
    );
    expect((await pages.send(at, { ...wanted, area: 'y57' })).to).toContain('done=grant');
    const second = await pages.send(at, {
      role: 'director',
      area: 'Q70',
      reason: 'In post.',
      ...date('until', '31', '12', '2099'),
    });
    const { text, html } = await pages.read(second.to ?? '');
    expect(text).toMatch(/Panel member, Region: South.* In force .*Director, Local office: .* to 31 December 2099/);
    expect((await pages.read('/people?area=Y57&role=panel-member')).text).toContain('Eve Example');

    const holders = service.running.application.get(RoleHolders, { strict: false });
    const place = { organisation: '11J', office: 'Q70', region: 'Y57' };
    const told = await holders.over(place, ['director', 'panel-member'], systemClock.today());
    const ofEve = told.filter(({ id }) => id === eve).map(({ role, email }) => [role, email]);
    expect(ofEve).toEqual([
      ['director', 'eve@example.org'],
      ['panel-member', 'eve@example.org'],
    ]);
    expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(['wessex-director', 'national-panel', 'south-panel']));
    expect(await holders.over({ ...place, office: 'Q71', region: 'Y54' }, ['director'], systemClock.today())).toEqual([]);

    const withdrawal = /href="([^"]+withdrawal\?record=[^"]+)"/.exec(html)?.[1] ?? '';
    expect((await pages.send(withdrawal, { reason: '' })).text).toContain('Enter why it is withdrawn');
    expect((await pages.send(withdrawal, { reason: 'Left the panel.' })).to).toContain('done=withdrawal');
    expect((await (await service.as(eve)).get('/api/v1/me')).body['grants']).toMatchObject([{ actingAs: 'director@Q70' }]);
  });

  it('acts in the role chosen until another is', async () => {
    const both = [
      { role: 'assessor', area: wessex, reason: 'x' },
      { role: 'panel-member', area: { kind: 'region', code: 'Y57' }, reason: 'x' },
    ];
    const granted = await Promise.all(both.map((one) => grant('wessex-director', one)));
    expect(granted.map(({ status }) => status)).toEqual([201, 201]);
    const pages = await PageClient.signedInAs(service.address, 'wessex-director');
    expect((await pages.read('/')).text).toContain('Director, Q70');
    expect((await pages.send('/acting', { actAs: 'auditor@england' })).text).toContain('Choose a role that you hold');
    expect((await pages.send('/acting', { actAs: 'panel-member@Y57' })).to).toBe('/work');
    expect((await pages.read('/')).text).toContain('Panel member, Y57');
    expect((await pages.read('/people')).status).toBe(403);
  });
});

describe('an administrator', () => {
  it.each([
    ['nobody-grants-to-themselves', 422, 'administrator', assessing],
    ['role-held-alone', 422, 'wessex-assessor', { role: 'administrator', area: { kind: 'england' }, reason: 'x' }],
    ['auditor-grant-ends', 422, 'dorset-ccg', { role: 'auditor', area: { kind: 'england' }, reason: 'x' }],
    ['role-fits-area', 422, 'dorset-ccg', { role: 'assessor', area: { kind: 'england' }, reason: 'x' }],
    ['grant-area-unknown', 422, 'dorset-ccg', { ...assessing, area: { kind: 'office', code: 'Q99' } }],
    ['grant-area-unknown', 422, 'dorset-ccg', { ...assessing, area: { kind: 'office', code: '11J' } }],
    ['person-not-registered', 404, 'nobody-known', assessing],
    ['grant-held-already', 409, 'wessex-assessor', assessing],
    ['body-not-valid', 400, 'dorset-ccg', { ...assessing, reason: '' }],
  ])('is refused by %s', async (rule, status, person, request) => {
    const answer = await grant(person, request);
    expect([answer.body['type'], answer.status]).toEqual([`/problems/${rule}`, status]);
  });

  it('registers once what is sent twice, and a sign-in name for one person only', async () => {
    const key = { 'Idempotency-Key': 'registered once' };
    const request = { name: 'Cat Example', signInAs: 'cat@provider' };
    const [one, two] = [
      await administrator.post('/api/v1/people', request, key),
      await administrator.post('/api/v1/people', request, key),
    ];
    expect(two.body).toEqual(one.body);
    const other = await register('Other Example');
    const taken = await administrator.post(`/api/v1/people/${other}/particulars`, { signInAs: 'cat@provider' });
    expect([taken.status, taken.body['type']]).toEqual([409, '/problems/sign-in-taken']);
    expect((await administrator.post(`/api/v1/people/${other}/particulars`, { name: 'Dan Example' })).status).toBe(200);
    const shown = await administrator.get(`/api/v1/people/${other}`);
    expect(shown.body).toMatchObject({ name: 'Dan Example', email: null, signInAs: null });
  });

  it('finds people by role, area and name, page by page; an auditor does so without addresses and sign-in names', async () => {
    const listed = async (query: string, client = administrator) => (await client.get(`/api/v1/people?${query}`)).body;
    const ids = (body: Awaited<ReturnType<typeof listed>>) => body.items?.map(({ id }) => id);
    expect(ids(await listed('role=director&area=Q74'))).toEqual([]);
    expect(ids(await listed('role=panel-chair'))).toEqual(['national-chair', 'south-chair']);
    expect(ids(await listed('q=cumbria'))).toEqual(['cne-assessor']);
    const first = await listed('limit=2');
    const second = await listed(`limit=2&after=${String(first['next'])}`);
    expect(new Set([...(ids(first) ?? []), ...(ids(second) ?? [])]).size).toBe(4);
    const [ann] = (await listed('q=Ann%20Example', await service.as('auditor'))).items ?? [];
    expect(ann).toMatchObject({ name: 'Ann Example', email: null, signInAs: null });
    expect((await (await service.as('wessex-assessor')).get('/api/v1/people')).status).toBe(403);
  });

  it('leaves a name in no event, and every grant in the auditor’s list', async () => {
    const [row] = await service.running.application
      .get(DataSource)
      .query<{ found: string }[]>(
        "select count(*) as found from log.events where payload::text ~ 'Example' and stream ~ '^person-'",
      );
    expect(row?.found).toBe('0');
    const { body } = await (await service.as('auditor')).get('/api/v1/audit/events?type=GrantWithdrawn');
    const one = { category: 'person', actor: 'administrator', title: 'Grant withdrawn' };
    expect(body.items).toMatchObject([one, one]);
  });
});

describe('an integrated care board', () => {
  it('is assessed by its region, to whose people the region is granted as their office', async () => {
    const granted = await administrator.post('/api/v1/people/south-west-assessor/grants', {
      ...{ role: 'assessor', area: { kind: 'office', code: 'Y58' }, reason: 'The region assesses boards.' },
    });
    expect(granted.status).toBe(201);
    const assessor = await service.as('south-west-assessor');
    const request = { organisation: 'QVV', framework: 'icb-assessment-2022-23', period: '2022-23-year' };
    const opened = await assessor.post('/api/v1/assessments', request, { 'Acting-As': 'assessor@Y58' });
    expect(opened.status).toBe(201);
    const { body } = await assessor.get('/api/v1/assessments/QVV.icb-assessment-2022-23.2022-23-year', {
      'Acting-As': 'assessor@Y58',
    });
    expect(body).toMatchObject({ office: { code: 'Y58', name: 'South West' }, region: { code: 'Y58' } });
    expect(await assessor.post('/api/v1/assessments', { ...request, organisation: 'QHM' })).toMatchObject({ status: 403 });
  });
});
