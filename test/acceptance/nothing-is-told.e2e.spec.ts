import { jest } from '@jest/globals';
import type { Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { components, OneAssessment, ratingsOf } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { addressesOf, type KnownValues, questionsOf, readingRoutes } from './support/reading-routes.js';
import { startTestService, type TestService } from './support/test-service.js';

/*
 * Nothing of a draft is told to those it is not for: everything that can be read is read before and after it is worked on, and
 * the answers are the same. The addresses come from the router and the API's description, so that a new one is tried as well.
 */

// Hundreds of answers are compared; a busy machine takes its time over them.
jest.setTimeout(120_000);

const ELSEWHERE: readonly Person[] = [
  { id: 'cne-director', name: 'A director elsewhere', role: 'director', area: { kind: 'office', code: 'Q74' } },
  { id: 'north-panel', name: 'A panel elsewhere', role: 'panel-member', area: { kind: 'region', code: 'Y54' } },
  { id: 'north-chair', name: 'A chair elsewhere', role: 'panel-chair', area: { kind: 'region', code: 'Y54' } },
  { id: 'north-secretary', name: 'A secretary elsewhere', role: 'panel-secretary', area: { kind: 'region', code: 'Y54' } },
  { id: 'other-ccg', name: 'A reader elsewhere', role: 'organisation', area: { kind: 'organisation', code: '00M' } },
  { id: 'wessex-secretary', name: 'A secretary', role: 'panel-secretary', area: { kind: 'office', code: 'Q70' } },
];
const SECRET = 'Whispered in confidence';
const draft = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
const PANEL = `local.Q70.${draft.framework}.${draft.period}.2016-01-20`;
const NOTHING = '00000000-0000-4000-8000-000000000001';

/** How the service is, which says how much it holds; files that never change; and what only leads on to another address. */
const NOT_ABOUT_RECORDS = /^\/(health|metrics|assets|oidc|standalone|api\/docs|api\/openapi|scorecards\/choice|\*)/;

/** What stands for the parameters of addresses. */
const known = (): KnownValues => ({
  assessments: [draft.id],
  organisations: [draft.organisation],
  frameworks: [draft.framework],
  versions: ['1'],
  years: ['2015-16', '2015-16.csv'],
  'yearly-duty': ['2015-16', '2015-16.csv'],
  scorecards: [draft.period, '2015-16-year'],
  editions: ['1'],
  panels: [PANEL],
  papers: [draft.id],
  batches: [NOTHING],
  letters: [letter],
  'bulk-entries': [NOTHING],
  messages: [NOTHING],
  operations: ['read-model', 'process-manager', 'command', 'message'],
  ':id': [NOTHING],
  'national-grid': ['2015-16', '2015-16.csv'],
  templates: ['ratings.csv', 'ratings'],
  files: [NOTHING],
  surveys: ['11J.2015-16'],
  interventions: [NOTHING],
  people: ['wessex-assessor'],
  'self-assessments': ['11J.pce-2018-19.2018-19-year'],
  actions: [action],
  ':form': ['comment', 'sharing', 'ratings', 'decision', 'corrections', 'opening'],
});

const QUERY: Readonly<Record<string, string>> = {
  ...{ organisation: draft.organisation, framework: draft.framework, period: draft.period, assessment: draft.id },
  ...{ year: '2015-16', region: 'Y57', office: 'Q70', item: 'performance', rule: 'lowest-component-wins' },
  ...{ includeWithdrawn: 'true', includeExamples: 'true', stage: 'local', kind: 'ccg', q: 'Dorset' },
};
/** Filters by which a question is asked once more; some exclude one another, and some ask for what is not there. */
const FILTERS = ['organisation', 'framework', 'period', 'includeWithdrawn', 'region', 'office'];

type Moment = Readonly<Record<string, string>>;
interface Viewer {
  readonly name: string;
  read(path: string): Promise<string>;
}

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
let routes: readonly string[];
let questions: Awaited<ReturnType<typeof questionsOf>>;
let outsiders: readonly Viewer[];
let organisation: readonly Viewer[];
let auditor: readonly Viewer[];
/** The letter and the action, which have their ids once they are there. */
let [letter, action] = ['00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003'];

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(ELSEWHERE) });
  [assessor, director] = await Promise.all([service.as('wessex-assessor'), service.as('wessex-director')]);
  routes = readingRoutes(service).filter((route) => !NOT_ABOUT_RECORDS.test(route));
  questions = await questionsOf(service);
  const elsewhere = ['cne-director', 'north-panel', 'north-chair', 'north-secretary', 'other-ccg'];
  outsiders = [
    program('nobody', service.anonymous),
    page('nobody', new PageClient(service.address)),
    ...(await viewers(['cne-assessor', 'administrator', 'committee-secretary'])),
    ...(await Promise.all(elsewhere.map(async (id) => program(id, await asPerson(service, id))))),
  ];
  [organisation, auditor] = await Promise.all([viewers(['dorset-ccg']), viewers(['auditor'])]);
});
afterAll(() => service.stop());

/** Somebody with a program and with a browser. */
async function viewers(people: readonly string[]): Promise<readonly Viewer[]> {
  const both = people.map(async (id) => {
    const [client, pages] = await Promise.all([service.as(id), PageClient.signedInAs(service.address, id)]);
    return [program(id, client), page(id, pages)];
  });
  return (await Promise.all(both)).flat();
}

const page = (name: string, pages: PageClient): Viewer => ({
  name: `${name}, at the page`,
  read: async (path) => steady((await pages.read(path)).html),
});

function program(name: string, client: HttpClient): Viewer {
  return {
    name,
    read: async (path) => {
      const { status, body } = await client.get(path);
      return steady(`${String(status)} ${JSON.stringify({ ...body, asAt: null, effectiveOn: null, correlationId: null })}`);
    },
  };
}

/**
 * An answer without what is new in each: the tokens of forms, the ids made up for what was not there, and which of two things a
 * page misses first.
 */
const steady = (answer: string): string =>
  answer
    .replaceAll(/name="(_csrf|_key)" value="[^"]*"/g, 'name="$1"')
    .replaceAll(/There is no \w+ [\w.-]+, or it is not yours to see/g, 'Not there')
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(letter, 'the letter')
    .replaceAll(action, 'the action');

/** The addresses of the API, or of the pages, with their questions. */
function addresses(isApi: boolean, moment: Moment = {}): readonly string[] {
  const values = known();
  return routes
    .filter((route) => route.startsWith('/api/') === isApi)
    .flatMap((route) => {
      const parameters = questions
        .get(route.replaceAll(/:\w+\|:(\w+)/g, ':$1'))
        ?.map(({ name, required }) => ({ name, required }));
      const takes = (name: string): boolean => !isApi || parameters?.some((parameter) => parameter.name === name) === true;
      const needed = (parameters ?? []).filter(({ required }) => required === true).map(({ name }) => name);
      for (const name of needed)
        if (QUERY[name] === undefined) throw new Error(`say in this test what ${route} may ask for by ${name}`);
      const asked = Object.keys(moment)
        .filter(takes)
        .map((name) => [name, moment[name] ?? ''] as const);
      if (asked.length === 0 && Object.keys(moment).length > 0) return [];
      const filters = FILTERS.filter((name) => takes(name) && !needed.includes(name));
      const plain = [...needed.map((name) => [name, QUERY[name] ?? ''] as const), ...asked];
      const filtered = [...plain, ...filters.map((name) => [name, QUERY[name] ?? ''] as const)];
      const queries = filters.length === 0 ? [plain] : [plain, filtered];
      return addressesOf(route, values).flatMap((address) => queries.map((query) => withQuery(address, query)));
    });
}

const withQuery = (address: string, query: readonly (readonly [string, string])[]): string =>
  query.length === 0 ? address : `${address}?${new URLSearchParams(Object.fromEntries(query)).toString()}`;

const isApiOf = ({ name }: Viewer): boolean => !name.endsWith('page');

/** What each viewer is answered everywhere, by who asks and where, whatever moment is asked about. */
async function everything(who: readonly Viewer[], moment: Moment = {}): Promise<ReadonlyMap<string, string>> {
  const told = new Map<string, string>();
  for (const viewer of who)
    for (const address of addresses(isApiOf(viewer), moment))
      told.set(steady(`${viewer.name}: ${withoutMoment(address)}`), await viewer.read(address));
  return told;
}

const withoutMoment = (address: string): string =>
  address.replaceAll(/(?<=[?&])(asAt|effectiveOn)=[^&]*&?/g, '').replace(/[?&]$/, '');

/** Who prepares an edition is told how far each organisation of the period is, and no rating before the committee has it. */
const TOLD_ON_PURPOSE = /^committee-secretary.*: (\/api\/v1)?\/scorecards\/2015-16-q3\/(draft|freezing)/;

/** What is answered otherwise than before, by viewer and address. */
const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...after]
    .filter(([address, answer]) => before.get(address) !== answer && !TOLD_ON_PURPOSE.test(address))
    .map(([address]) => address);

async function caughtUp(): Promise<string> {
  const head = await logHead(service);
  await assessor.get(`/api/v1/sharings?atLeast=${head}`);
  await assessor.get(`/api/v1/work-list?atLeast=${head}`);
  await assessor.get(`/api/v1/organisations/11J/domain-status?year=2015-16&atLeast=${head}`);
  await assessor.get(`/api/v1/indicator-values?atLeast=${head}`);
  return head;
}

let before: ReadonlyMap<string, string>;
/** The same by a day on which the quarter's checkpoint was over. */
const A_DAY = { effectiveOn: '2016-02-01' };
let beforeOnThatDay: ReadonlyMap<string, string>;
let beforeOfOrganisation: ReadonlyMap<string, string>;
let auditorsBefore: ReadonlyMap<string, string>;

it('reads everything that can be read while nothing is there', async () => {
  await caughtUp();
  before = await everything(outsiders);
  beforeOnThatDay = await everything(outsiders.filter(isApiOf), A_DAY);
  beforeOfOrganisation = await everything(organisation);
  auditorsBefore = await everything(auditor);
  expect(before.size).toBeGreaterThan(500);
});

it('says nothing new to anybody else once a draft is opened, rated, shared, submitted, and before a panel', async () => {
  await draft.open(assessor);
  const meeting = { heldOn: '2016-01-12', notes: SECRET, discussions: [{ item: 'performance', note: SECRET }] };
  const actions = [{ description: SECRET, owner: SECRET, due: '2016-03-01' }];
  await draft.record(assessor, '/checkpoint-meetings', { ...meeting, actions });
  await draft.record(assessor, '/ratings', ratingsOf(components({ performance: 'not-assured' })));
  await draft.record(assessor, '/evidence', { title: SECRET, reference: SECRET, items: ['performance'] });
  const { body } = await assessor.get(draft.at());
  action = (body['actions'] as { id: string }[])[0]?.id ?? '';
  const unshared = await caughtUp();
  expect(differing(beforeOfOrganisation, await everything(organisation.filter(isApiOf), { asAt: unshared }))).toEqual([]);
  expect(differing(beforeOfOrganisation, await everything(organisation))).toEqual([]);

  await draft.record(assessor, '/sharings', { items: ['planning'] });
  const written = { kind: 'quarter-report', addressees: [{ role: SECRET, body: SECRET }] };
  const drafted = await assessor.post(draft.at('/letters'), written);
  expect(drafted.status).toBe(201);
  letter = String(drafted.headers.get('Location')).split('/').at(-1) ?? '';
  await draft.record(assessor, '/submission', {});
  const sitting = { stage: 'local', area: 'Q70', framework: draft.framework, period: draft.period, sitsOn: '2016-01-20' };
  const seats = { chair: 'wessex-director', members: [], secretary: 'wessex-secretary', quorum: 1 };
  expect((await director.post('/api/v1/panels', { ...sitting, ...seats })).status).toBe(201);
  const middle = await caughtUp();
  expect(differing(before, await everything(outsiders))).toEqual([]);
  // A page names the moment it shows: the API is asked, of which pages show a part.
  const programs = outsiders.filter(isApiOf);
  for (const asAt of [middle, unshared]) expect(differing(before, await everything(programs, { asAt }))).toEqual([]);
  expect(differing(beforeOnThatDay, await everything(programs, A_DAY))).toEqual([]);
});

it('says to the organisation what was shared, and nothing that comes later', async () => {
  const shared = await everything(organisation);
  const sharedAt = await caughtUp();
  const told = differing(beforeOfOrganisation, shared);
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((address) => /Whispered|not-assured|Not assured/.test(shared.get(address) ?? ''))).toEqual([]);

  await draft.record(assessor, '/recall', { reason: SECRET });
  await draft.record(assessor, '/ratings', ratingsOf({ planning: 'not-assured', 'well-led': 'limited-assurance' }));
  await draft.record(assessor, '/teleconferences', {
    heldOn: '2016-02-02',
    updates: [{ item: 'planning', note: SECRET, atRisk: true }],
  });
  await draft.record(assessor, '/submission', {});
  await draft.record(director, '/transfer', { office: 'Q71', reason: SECRET });
  const last = await caughtUp();
  expect(differing(shared, await everything(organisation))).toEqual([]);
  const programs = organisation.filter(isApiOf);
  const asShared = await everything(programs);
  for (const asAt of [sharedAt, last]) expect(differing(asShared, await everything(programs, { asAt }))).toEqual([]);
});

it('says nothing more to the office that handed it on, at no moment', async () => {
  const position = await caughtUp();
  const earlier = String(BigInt(position) - 1n);
  for (const path of ['', '/events', '/moderation-trail', `?asAt=${earlier}`])
    expect([path, (await assessor.get(draft.at(path))).status]).toEqual([path, 404]);
  const grid = await assessor.get(`/api/v1/organisations/11J/domain-status?year=2015-16&asAt=${earlier}`);
  const history = await assessor.get('/api/v1/audit/rating-history?organisation=11J');
  expect([grid.body.items, history.body.items]).toEqual([[], []]);
});

it('would have been noticed: the auditor is answered otherwise wherever a draft is told of', async () => {
  const told = differing(auditorsBefore, await everything(auditor)).map((address) => address.replace(/^[^:]*: /, ''));
  for (const address of [
    draft.at(),
    draft.at('/events'),
    draft.at('/moderation-trail'),
    '/api/v1/assessments',
    '/api/v1/sharings',
    '/api/v1/audit/events?organisation=11J',
    '/api/v1/audit/rating-history',
    '/api/v1/status?period=2015-16-q3',
    '/api/v1/organisations/11J/domain-status?year=2015-16',
    '/api/v1/panels',
    `/api/v1/panels/${PANEL}`,
    '/api/v1/letters',
    `/assessments/${draft.id}`,
    '/organisations/11J/years/2015-16',
    '/organisations/11J/years/2015-16.csv',
    '/history.csv?organisation=11J&framework=ccg-assurance-2015-16&period=2015-16-q3&includeWithdrawn=true&region=Y57&office=Q70',
  ])
    expect(told).toContain(address);
});
