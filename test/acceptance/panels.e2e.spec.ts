import { jest } from '@jest/globals';
import type { Person } from '#identity/contract.js';
import type { AnswerBody, HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const region = { kind: 'region', code: 'Y57' } as const;
const BESIDE: readonly Person[] = [
  { id: 'south-second', name: 'A second member, South', role: 'panel-member', area: region },
  { id: 'south-third', name: 'A third member, South', role: 'panel-member', area: region },
  { id: 'south-secretary', name: 'Secretary, South', role: 'panel-secretary', area: region },
  { id: 'north-chair', name: 'A chair elsewhere', role: 'panel-chair', area: { kind: 'region', code: 'Y54' } },
];
const SITTING = { stage: 'regional', framework: 'ccg-assurance-2015-16', period: '2015-16-q2', sitsOn: '2015-10-12' };
const ID = 'regional.Y57.ccg-assurance-2015-16.2015-16-q2.2015-10-12';

let service: TestService;
let chair: HttpClient;
let secretary: HttpClient;
let member: HttpClient;
const as = (person: string): Promise<HttpClient> => asPerson(service, person);
const at = (rest = ''): string => `/api/v1/panels/${ID}${rest}`;

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(BESIDE) });
  [chair, secretary, member] = await Promise.all([as('south-chair'), as('south-secretary'), as('south-panel')]);
});
afterAll(() => service.stop());

const read = async (client: HttpClient, path = at()): Promise<AnswerBody> => (await client.get(path)).body;

describe('a panel', () => {
  it('is convened by its secretary, once for a day, with whatever is not set told', async () => {
    const asked = { ...SITTING, chair: 'south-chair', members: ['south-panel', 'south-second', 'south-third'] };
    const answer = await secretary.post('/api/v1/panels', asked, { 'Idempotency-Key': 'once' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, at()]);
    expect((await secretary.post('/api/v1/panels', asked, { 'Idempotency-Key': 'once' })).body).toEqual(answer.body);
    expect((await secretary.post('/api/v1/panels', asked)).body['type']).toBe('/problems/panel-already-convened');
    expect(await read(member)).toMatchObject({
      ...{ ...SITTING, id: ID, area: 'Y57', areaName: 'South of England', status: 'convened' },
      ...{ chair: 'south-chair', secretary: 'south-secretary', quorum: 3, attendance: null, papers: null },
      marking: { borderlineSteps: 1, outlyingSteps: 2, outlyingAmong: 5 },
    });
  });

  it.each([
    ['period-outside-framework', { period: '2013-14-q1' }],
    ['framework-unknown', { framework: 'ccg-assurance-1999' }],
    ['stage-not-in-framework', { stage: 'confirmation', area: 'england', period: '2015-16-q2' }],
    ['panel-area-unknown', { area: 'Q70' }],
    ['person-may-not-sit', { members: ['wessex-director'] }],
    ['person-may-not-sit', { members: ['nobody'] }],
    ['person-may-not-sit', { secretary: 'south-panel' }],
    ['quorum-out-of-range', { quorum: 2 }],
    ['body-not-valid', { sitsOn: '2015-02-30' }],
  ])('is refused by %s', async (rule, changed) => {
    const before = await whatIsStored(service);
    const answer = await chair.post('/api/v1/panels', { ...SITTING, sitsOn: '2015-10-13', ...changed });
    expect(answer.body['type']).toBe(`/problems/${rule}`);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('changes who sits, with a reason', async () => {
    const change = { removed: ['south-third'], quorum: 2, reason: 'On leave.' };
    expect((await secretary.post(at('/members'), change)).status).toBe(201);
    expect(await read(member)).toMatchObject({ members: ['south-panel', 'south-second'], quorum: 2 });
  });

  it('takes the declarations of its members, and records who is recused of what', async () => {
    const interest = { organisations: ['11J'], what: 'A spouse is employed there.', outcome: 'recused' };
    expect((await member.post(at('/interests'), interest)).status).toBe(201);
    const another = await member.post(at('/interests'), { ...interest, person: 'south-second' });
    expect([another.status, another.body['type']]).toEqual([403, '/problems/declared-by-somebody-else']);
    const recusal = { person: 'south-second', organisations: ['10R', '11J'], reason: 'Audited it in June.' };
    expect((await chair.post(at('/recusals'), recusal)).status).toBe(201);
    const lifting = { person: 'south-second', organisation: '11J', reason: 'That was another organisation.' };
    expect((await chair.post(at('/recusals/lifting'), lifting)).status).toBe(201);
    expect(await read(chair)).toMatchObject({
      interests: [{ person: 'south-panel', organisations: ['11J'], outcome: 'recused' }],
      recusals: [
        { person: 'south-panel', organisation: '11J', lifted: null },
        { person: 'south-second', organisation: '10R', lifted: null },
        { person: 'south-second', organisation: '11J', lifted: { reason: 'That was another organisation.' } },
      ],
    });
  });

  it('records who is there', async () => {
    const { status } = await secretary.post(at('/attendance'), {
      present: ['south-chair', 'south-panel'],
      apologies: ['south-second'],
    });
    expect(status).toBe(201);
    const stranger = await secretary.post(at('/attendance'), { present: ['south-secretary'] });
    expect(stranger.body).toMatchObject({ type: '/problems/not-of-the-panel', errors: [{ pointer: '/present/0' }] });
  });

  it('stands as it stood at an earlier moment', async () => {
    const { revision, position } = await read(chair);
    const then = String(BigInt(String(position)) - 1n);
    expect(await read(chair, at(`?asAt=${then}`))).toMatchObject({ attendance: null, asAt: then });
    expect((await chair.get(at())).headers.get('ETag')).toBe(`"${String(revision)}"`);
  });

  it('is called off before it opened, and then it records nothing more', async () => {
    const other = '/api/v1/panels/regional.Y57.ccg-assurance-2015-16.2015-16-q2.2015-11-02';
    await chair.post('/api/v1/panels', { ...SITTING, sitsOn: '2015-11-02', members: ['south-panel'] });
    const { body } = await chair.post(`${other}/cancellation`, { reason: 'Nothing waits.' });
    expect((await chair.post(`${other}/attendance`, { present: ['south-chair'] })).body['type']).toBe(
      '/problems/panel-was-cancelled',
    );
    const { items } = await read(chair, `/api/v1/panels?atLeast=${String(body['position'])}`);
    expect(items?.map(({ id, status }) => [id, status])).toEqual([
      [other.slice('/api/v1/panels/'.length), 'cancelled'],
      [ID, 'convened'],
    ]);
  });
});

describe('who may', () => {
  it('convene and record a panel: those who hold that for its own area', async () => {
    const before = await whatIsStored(service);
    const asked = { ...SITTING, area: 'Y57', sitsOn: '2015-10-19' };
    for (const person of [
      'south-panel',
      'north-chair',
      'national-chair',
      'committee-secretary',
      'wessex-director',
      'auditor',
      'dorset-ccg',
    ]) {
      const client = await as(person);
      const answers = [
        await client.post('/api/v1/panels', asked),
        await client.post(at('/attendance'), { present: [] }),
        await client.post(at('/members'), { added: ['south-third'], reason: 'r' }),
        await client.post(at('/cancellation'), { reason: 'r' }),
      ];
      expect([person, answers.map(({ status }) => status)]).toEqual([person, [403, 403, 403, 403]]);
    }
    expect((await service.anonymous.post('/api/v1/panels', asked)).status).toBe(401);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('read of a panel: those who may see the drafts of all its area', async () => {
    const readers: readonly (readonly [string, number])[] = [
      ['south-panel', 200],
      ['national-chair', 200],
      ['auditor', 200],
      ['north-chair', 404],
      ['wessex-director', 404],
      ['committee-secretary', 404],
      ['wessex-assessor', 403],
      ['administrator', 403],
      ['dorset-ccg', 403],
    ];
    for (const [person, status] of readers) {
      const client = await as(person);
      expect([person, (await client.get(at())).status]).toEqual([person, status]);
      const listed = (await client.get('/api/v1/panels')).body.items ?? [];
      expect([person, listed.some(({ id }) => id === ID)]).toEqual([person, status === 200]);
    }
  });
});
