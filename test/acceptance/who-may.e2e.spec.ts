import type { Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

/** Beside the sample people, one of each role whose area is elsewhere. */
const ELSEWHERE: readonly Person[] = [
  { id: 'cne-director', name: 'A director elsewhere', role: 'director', area: { kind: 'office', code: 'Q74' } },
  { id: 'north-panel', name: 'A panel elsewhere', role: 'panel-member', area: { kind: 'region', code: 'Y54' } },
  { id: 'other-ccg', name: 'A reader elsewhere', role: 'organisation', area: { kind: 'organisation', code: '00M' } },
];
const PEOPLE = [
  'wessex-assessor',
  'wessex-director',
  'south-panel',
  'national-panel',
  'national-secretary',
  'committee-secretary',
  'auditor',
  'administrator',
  'dorset-ccg',
  'cne-assessor',
  ...ELSEWHERE.map(({ id }) => id),
] as const;

const ORGANISATIONS: readonly string[] = ['dorset-ccg', 'other-ccg'];

/** Told apart from every other word the service says. */
const SECRET = 'Whispered in confidence';
const RATING = 'not-assured';

let service: TestService;
const clients = new Map<string, HttpClient>();
/** Worked on by everybody who may. */
const worked = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
/** Left as it is: submitted, and judged by nobody yet. */
const draft = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
let submitted: string;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(ELSEWHERE) });
  for (const id of PEOPLE) clients.set(id, await asPerson(service, id));
  // Judged by every stage in the end, the one worked on is the committee's to see: only the draft has the telling rating.
  await submit(worked, as('wessex-assessor'), 'limited-assurance');
  submitted = await submit(draft, as('wessex-assessor'), RATING);
});
afterAll(() => service.stop());

async function submit(assessment: OneAssessment, assessor: HttpClient, planning: string): Promise<string> {
  await assessment.open(assessor);
  await assessment.record(assessor, '/checkpoint-meetings', {
    heldOn: '2016-01-12',
    notes: SECRET,
    actions: [{ description: SECRET, owner: SECRET, due: '2016-03-01' }],
  });
  await assessment.record(assessor, '/ratings', ratingsOf(components({ planning })));
  return (await assessment.record(assessor, '/submission', {})).position;
}

function as(person: string): HttpClient {
  const client = clients.get(person);
  if (client === undefined) throw new Error(`${person} has no token`);
  return client;
}

describe('each role does its own part, in its own area', () => {
  const rating = ratingsOf({ performance: 'limited-assurance' });
  const upheld = { outcome: 'upheld' };
  const office = ['wessex-assessor', 'wessex-director'];
  const record = '0d9d8f52-8c42-4f0b-9d53-2b7de2b9d7f3';

  /** What may be done, by whom of all: everybody else gets 403 and changes nothing. */
  const actions: readonly [action: string, path: string, body: object, by: readonly string[]][] = [
    ['plan a checkpoint', worked.at('/checkpoint-plans'), { plannedFor: '2016-01-12' }, office],
    ['say that none was held', worked.at('/checkpoint-not-held'), { reason: 'Snow.' }, office],
    ['record a meeting', worked.at('/checkpoint-meetings'), { heldOn: '2016-01-12' }, office],
    ['record a call', worked.at('/teleconferences'), { heldOn: '2016-01-12' }, office],
    ['attach evidence', worked.at('/evidence'), { title: 'T', reference: 'R' }, office],
    ['share a draft', worked.at('/sharings'), { items: ['planning'], opensOn: '2016-01-12' }, office],
    ['close a window', worked.at(`/sharings/${record}/closing`), {}, office],
    ['comment', worked.at('/comments'), { sharing: record, view: 'agrees' }, ['dorset-ccg']],
    [
      'read a note back',
      worked.at('/read-backs'),
      { record, view: 'agrees' },
      [...office, 'south-panel', 'national-panel', 'national-secretary', 'dorset-ccg'],
    ],
    ['consult a board', worked.at('/consultations'), { board: 'x', consultedOn: '2016-01-12', view: 'satisfied' }, office],
    [
      'ask for a reopening',
      worked.at('/reopening-requests'),
      { reason: 'x' },
      [...office, 'south-panel', 'national-panel', 'national-secretary', 'committee-secretary'],
    ],
    ['reopen', worked.at('/reopening'), { request: record }, ['committee-secretary']],
    ['refuse a reopening', worked.at(`/reopening-requests/${record}/refusal`), { reason: 'x' }, ['committee-secretary']],
    ['answer a comment', worked.at(`/comments/${record}/answer`), { answer: 'x' }, office],
    ['follow an action up', worked.at(`/actions/${record}/updates`), { kind: 'completion' }, office],
    ['correct a record', worked.at('/corrections'), { record, fields: { notes: 'x' }, reason: 'y' }, office],
    ['withdraw an assessment', worked.at('/withdrawal'), { reason: 'Opened in error.' }, office],
    ['hand it to another office', worked.at('/transfer'), { office: 'Q70', reason: 'Moved.' }, ['wessex-director']],
    [
      'apply a new version of the framework',
      worked.at('/framework-versions'),
      { version: 1, reason: 'Put right.' },
      ['national-secretary'],
    ],
    [
      'apply a new version to many',
      '/api/v1/framework-versions',
      { framework: 'ccg-assurance-2015-16', period: '2015-16-q3', version: 1, reason: 'Put right.' },
      ['national-secretary'],
    ],
    ['rate', worked.at('/ratings'), rating, ['wessex-assessor']],
    ['submit', worked.at('/submission'), {}, ['wessex-assessor']],
    ['decide at local stage', worked.at('/moderation/local'), upheld, ['wessex-director']],
    ['decide at regional stage', worked.at('/moderation/regional'), upheld, ['south-panel']],
    ['decide at national stage', worked.at('/moderation/national'), upheld, ['national-panel', 'national-secretary']],
    ['skip the local stage', worked.at('/stages-not-held'), { stage: 'local', reason: 'Nobody there.' }, ['wessex-director']],
    [
      'confirm',
      worked.at('/confirmation'),
      { outcome: 'confirmed', committee: 'Committee', reference: 'minute 1' },
      ['committee-secretary'],
    ],
    ['take a submission back', worked.at('/recall'), {}, ['wessex-assessor']],
    [
      'open an assessment',
      '/api/v1/assessments',
      { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q4' },
      ['wessex-assessor'],
    ],
  ];

  it.each(actions)('to %s', async (_, path, body, by) => {
    const before = await whatIsStored(service);
    const headers = seeing(await worked.revision(as('auditor')));
    const refusals = PEOPLE.filter((person) => !by.includes(person));
    for (const person of refusals) {
      const answer = await as(person).post(path, body, headers);
      // An organisation with which nothing was shared is not told that there is an assessment.
      const untold = ORGANISATIONS.includes(person) && answer.status === 404;
      expect([person, answer.status]).toEqual([person, untold ? 404 : 403]);
      expect(untold ? ['/problems/assessment-was-never-opened'] : ['/problems/role-may-not', '/problems/outside-area']).toContain(
        answer.body['type'],
      );
    }
    expect((await service.anonymous.post(path, body, headers)).status).toBe(401);
    expect(await whatIsStored(service)).toEqual(before);
    for (const person of by) {
      const answer = await as(person).post(path, body, headers);
      // Whether it is due is another rule's business than whether this person may.
      expect([person, [401, 403, 500].includes(answer.status)]).toEqual([person, false]);
    }
  });
});

describe('a draft', () => {
  const question = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}atLeast=${submitted}`;
  const lists = [
    '/api/v1/organisations/11J/domain-status?year=2015-16',
    '/api/v1/organisations/11J/domain-status?year=2015-16&effectiveOn=2026-01-01',
    '/api/v1/status?period=2015-16-q3',
    '/api/v1/audit/rating-history?organisation=11J',
    '/api/v1/audit/rating-history?assessment=11J.ccg-assurance-2015-16.2015-16-q3',
    '/api/v1/assessments?organisation=11J&includeWithdrawn=true',
    '/api/v1/work-list',
  ].map((path): [string] => [path]);
  const details = [draft.at(), draft.at('/events'), draft.at('/moderation-trail')].map((path): [string] => [path]);

  describe.each([
    'dorset-ccg',
    'administrator',
    'cne-assessor',
    'cne-director',
    'north-panel',
    'other-ccg',
    'committee-secretary',
  ])('is not shown to %s', (person) => {
    it.each(details)('at %s, now or as at any moment: 404', async (path) => {
      const moments = ['', `?asAt=${submitted}`, `?asAt=${encodeURIComponent(new Date().toISOString())}`];
      for (const moment of moments) {
        const answer = await as(person).get(`${path}${moment}`);
        expect([answer.status, answer.body['type']]).toEqual([404, '/problems/not-found']);
        expect(answer.body['positionFrom']).toBeUndefined();
      }
    });

    it.each(lists)('in %s', async (path) => {
      const answer = await as(person).get(path.includes('effectiveOn') ? path : question(path));
      const said = JSON.stringify(answer.body);
      expect(answer.status).toBe(200);
      expect([said.includes(RATING), said.includes(SECRET), said.includes('2015-16-q3"')]).toEqual([
        false,
        false,
        path.includes('period=2015-16-q3'),
      ]);
    });

    it('nor the log it stands in: 403', async () => {
      expect((await as(person).get('/api/v1/audit/events')).status).toBe(403);
    });
  });

  const isPublic = (path: string): boolean => path.includes('/domain-status?year=');
  const closed = [...details, ...lists, ['/api/v1/audit/events'], ['/api/v1/organisations']].filter(
    ([path = '']) => !isPublic(path),
  );

  it.each(closed)('is not shown to the public at %s: 401', async (path) => {
    expect((await service.anonymous.get(path)).status).toBe(401);
  });

  it.each(lists.filter(([path]) => isPublic(path)))('is not in what the public reads at %s', async (path) => {
    const { status, body } = await service.anonymous.get(path);
    const said = JSON.stringify(body);
    expect([status, said.includes(RATING), said.includes(SECRET), said.includes('2015-16-q3"')]).toEqual([
      200,
      false,
      false,
      false,
    ]);
  });

  it.each(['wessex-assessor', 'wessex-director', 'south-panel', 'national-panel', 'auditor'])(
    'is shown to %s',
    async (person) => {
      for (const [path] of details) expect([path, (await as(person).get(path)).status]).toEqual([path, 200]);
      for (const [path] of lists.slice(0, 1))
        expect(JSON.stringify((await as(person).get(question(path))).body)).toContain(RATING);
    },
  );

  it('stands in the log for the auditor, and only there without what people typed', async () => {
    const answer = await as('auditor').get(question('/api/v1/audit/events?organisation=11J&type=RatingProposed'));
    expect(answer.body.items?.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  });
});

describe('what anybody signed in may read', () => {
  it.each(PEOPLE.map((person) => [person]))('%s reads frameworks and organisations', async (person) => {
    expect((await as(person).get('/api/v1/frameworks')).status).toBe(200);
    expect((await as(person).get('/api/v1/organisations/11J')).status).toBe(200);
  });

  it('the public reads frameworks only', async () => {
    expect((await service.anonymous.get('/api/v1/frameworks/ccg-assurance-2015-16')).status).toBe(200);
    expect((await service.anonymous.get('/api/v1/organisations/11J')).status).toBe(401);
  });
});
