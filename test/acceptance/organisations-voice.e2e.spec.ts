import type { HttpClient } from './support/http-client.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

/** Well into a window that opens today. */
const NOW = new Date().toISOString().slice(0, 10);
const FIRST = 'Waits above the standard';
const LATER = 'Nobody outside may read this yet';

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
let organisation: HttpClient;
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
let sharing: string;

const sharingsIn = (answer: { body: Record<string, unknown> }) =>
  answer.body['sharings'] as { id: string; comments: { id: string; item: string; answer: unknown }[] }[];

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, director, organisation] = await Promise.all([
    service.as('wessex-assessor'),
    service.as('wessex-director'),
    service.as('dorset-ccg'),
  ]);
  await quarter.open(assessor);
  await quarter.record(assessor, '/checkpoint-meetings', { heldOn: '2016-01-12', notes: LATER });
  await quarter.record(assessor, '/ratings', {
    ratings: ratingsOf(components({ performance: 'limited-assurance' })).ratings.map((rating) => ({ ...rating, reason: FIRST })),
  });
  await quarter.record(assessor, '/submission', {});
});
afterAll(() => service.stop());

describe('a draft shared with its organisation', () => {
  it('is not there for the organisation before', async () => {
    const nothing = quarter.at().replace('2015-16-q3', '2015-16-q1');
    for (const rest of ['', '/events', '/moderation-trail']) expect((await organisation.get(quarter.at(rest))).status).toBe(404);
    const comment = { sharing: '00000000-0000-4000-8000-000000000001', view: 'agrees' };
    const [there, notThere] = [
      await organisation.post(quarter.at('/comments'), comment),
      await organisation.post(`${nothing}/comments`, comment),
    ];
    expect([there.status, there.body['detail']]).toEqual([
      notThere.status,
      String(notThere.body['detail']).replace('2015-16-q1', '2015-16-q3'),
    ]);
  });

  it('names the revision that was seen, the items and a window of the days the framework gives', async () => {
    const body = { items: ['performance', 'planning'] };
    expect((await assessor.post(quarter.at('/sharings'), body)).status).toBe(428);
    expect((await assessor.post(quarter.at('/sharings'), body, seeing(1))).body['type']).toBe(
      '/problems/judged-revision-is-stale',
    );
    expect((await assessor.post(quarter.at('/sharings'), { workingDays: 0 }, seeing(1))).status).toBe(400);
    const seen = await quarter.revision(assessor);
    await quarter.record(assessor, '/sharings', body);
    const [shared] = sharingsIn(await assessor.get(quarter.at()));
    expect(shared).toMatchObject({ revision: seen, items: body.items, opensOn: NOW, closed: null });
    const days = (Date.parse(String(Reflect.get(shared ?? {}, 'closesOn'))) - Date.parse(NOW)) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(14);
    sharing = shared?.id ?? '';
  });

  it('is shown as it stood at that revision, those items only, whatever comes later', async () => {
    const before = await organisation.get(quarter.at());
    await quarter.record(assessor, '/teleconferences', { heldOn: '2016-02-02', updates: [{ item: 'planning', note: LATER }] });
    const answer = await organisation.get(quarter.at());
    expect(answer.body).toEqual(before.body);
    expect(answer.body).toMatchObject({ sight: 'shared', status: 'shared', stage: null, position: null, meetings: [] });
    expect(answer.body.items).toMatchObject([
      { item: 'performance', rating: 'limited-assurance', reason: FIRST, stage: null, decidedBy: [] },
      { item: 'planning', rating: 'assured-as-good' },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(LATER);
    for (const rest of ['/events', '/moderation-trail', '/what-if?rule=x'])
      expect((await organisation.get(quarter.at(rest))).status).toBe(404);
  });

  it('stands in its grid, its work list and the list of what is shared, and in nobody else’s', async () => {
    const head = (await quarter.record(assessor, '/checkpoint-plans', { plannedFor: '2016-01-12' })).position;
    const grid = await organisation.get(`/api/v1/organisations/11J/domain-status?year=2015-16&atLeast=${head}`);
    const cells = (grid.body.items ?? []).map(({ item, periods }) => [item, (periods as Record<string, unknown>)['2015-16-q3']]);
    expect(cells).toMatchObject([
      ['performance', { rating: 'limited-assurance', stage: 'shared', visibility: 'shared', round: null }],
      ['planning', { rating: 'assured-as-good', stage: 'shared' }],
    ]);
    const work = await organisation.get(`/api/v1/work-list?atLeast=${head}`);
    expect(work.body).toMatchObject({
      items: [],
      actions: [],
      sharings: [{ sharing, assessment: quarter.id, revision: expect.any(String) as string }],
    });
    const elsewhere = await (await service.as('cne-assessor')).get(`/api/v1/sharings?atLeast=${head}`);
    expect(elsewhere.body.items).toEqual([]);
    const own = await director.get(`/api/v1/organisations/11J/domain-status?year=2015-16&atLeast=${head}`);
    expect(JSON.stringify(own.body)).not.toContain('"shared"');
  });

  it('keeps every stage from deciding while the window is open', async () => {
    const refused = await director.post(
      quarter.at('/moderation/local'),
      { outcome: 'upheld' },
      seeing(await quarter.revision(director)),
    );
    expect([refused.status, refused.body['type']]).toEqual([409, '/problems/comment-window-is-open']);
  });

  it('is commented on, item by item, by the organisation alone', async () => {
    const comments = [
      { item: 'performance', view: 'disagrees', text: 'January was better' },
      { item: 'planning', view: 'agrees' },
    ];
    expect((await director.post(quarter.at('/comments'), { sharing, comments })).status).toBe(403);
    const unshared = await organisation.post(quarter.at('/comments'), { sharing, item: 'well-led', view: 'agrees' });
    expect(unshared.body['type']).toBe('/problems/item-not-shared');
    const said = await organisation.post(quarter.at('/comments'), { sharing, comments });
    expect([said.status, (said.body['events'] as unknown[]).length]).toEqual([201, 2]);
    const evidence = { title: 'January', reference: 'Paper 9', items: ['performance'] };
    expect((await organisation.post(quarter.at('/evidence'), evidence)).status).toBe(201);
    expect((await organisation.post(quarter.at('/evidence'), { ...evidence, items: ['well-led'] })).body['type']).toBe(
      '/problems/item-not-shared',
    );
    expect((await organisation.get(quarter.at())).body).toMatchObject({ evidence: [{ fields: { title: 'January' } }] });
  });

  it('has its window closed early by the organisation, and its comments answered before a stage decides', async () => {
    await organisation.post(quarter.at(`/sharings/${sharing}/closing`), { reason: 'That is all' });
    expect((await organisation.post(quarter.at('/comments'), { sharing, view: 'agrees' })).body['type']).toBe(
      '/problems/comment-window-not-open',
    );
    const decide = async () =>
      director.post(quarter.at('/moderation/local'), { outcome: 'upheld' }, seeing(await quarter.revision(director)));
    expect((await decide()).body['type']).toBe('/problems/comment-not-answered');
    const [shared] = sharingsIn(await director.get(quarter.at()));
    const comment = shared?.comments.find(({ item }) => item === 'performance')?.id ?? '';
    expect((await organisation.post(quarter.at(`/comments/${comment}/answer`), { answer: 'x' })).status).toBe(403);
    expect(
      (await director.post(quarter.at(`/comments/${comment}/answer`), { answer: 'The quarter ended in December' })).status,
    ).toBe(201);
    expect((await decide()).status).toBe(201);
    expect(sharingsIn(await organisation.get(quarter.at()))[0]?.comments).toMatchObject([
      { item: 'performance', answer: { answer: 'The quarter ended in December' } },
      { item: 'planning', asksForAnAnswer: false, answer: null },
    ]);
  });

  it('is shown no more, at no moment, once the office takes it back', async () => {
    const seenAt = (await organisation.get(quarter.at())).status;
    const { position } = await quarter.record(assessor, `/sharings/${sharing}/closing`, { reason: 'The wrong items' });
    const grid = await organisation.get(`/api/v1/organisations/11J/domain-status?year=2015-16&atLeast=${position}`);
    const before = String(BigInt(position) - 1n);
    const asAt = await organisation.get(`/api/v1/organisations/11J/domain-status?year=2015-16&asAt=${before}`);
    expect([seenAt, grid.body.items, asAt.body.items]).toEqual([200, [], []]);
    for (const moment of ['', `?asAt=${before}`, `?effectiveOn=${NOW}`])
      expect((await organisation.get(quarter.at(moment))).status).toBe(404);
  });
});

describe('a note of a meeting', () => {
  const other = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q4');
  let record: string;
  const readBacksIn = ({ body }: { body: Record<string, unknown> }) => body['readBacks'];

  it('is read back by whoever was there, and by nobody else', async () => {
    await other.open(assessor);
    await other.record(assessor, '/checkpoint-meetings', {
      heldOn: '2016-03-12',
      notes: 'Waits were discussed.',
      attendance: [{ person: 'wessex-director' }],
    });
    const [meeting] = (await director.get(other.at())).body['meetings'] as { id: string }[];
    record = meeting?.id ?? '';
    const readBack = async (client: HttpClient, view: string, text?: string) =>
      client.post(other.at('/read-backs'), { record, view, ...(text === undefined ? {} : { text }) });
    expect((await readBack(assessor, 'agrees')).body['type']).toBe('/problems/not-there-to-read-back');
    expect((await readBack(organisation, 'agrees')).status).toBe(404);
    expect((await readBack(director, 'sees-differently')).body['type']).toBe('/problems/difference-needs-words');
    expect((await readBack(director, 'agrees')).status).toBe(201);
    expect((await readBack(director, 'sees-differently', 'So were beds.')).status).toBe(201);
    expect(readBacksIn(await director.get(other.at()))).toMatchObject([
      { record, by: 'attendee', readBy: 'wessex-director', view: 'agrees' },
      { view: 'sees-differently', text: 'So were beds.' },
    ]);
  });

  it('is read back by the organisation in its own page, once it was shared', async () => {
    await other.record(assessor, '/sharings', { records: [record] });
    const reader = await PageClient.signedInAs(service.address, 'dorset-ccg');
    expect((await reader.read(`/assessments/${other.id}`)).text).toContain('Waits were discussed.');
    const form = `/assessments/${other.id}/read-back?record=${record}`;
    expect((await reader.read(form)).text).toContain('We see it differently');
    const said = { record, view: 'sees-differently', text: 'We spoke of A&E too.' };
    expect((await organisation.post(other.at('/read-backs'), said)).status).toBe(201);
    expect((await reader.read(`/assessments/${other.id}`)).text).toContain('We spoke of A&amp;E too.');
    const office = await PageClient.signedInAs(service.address, 'wessex-director');
    const page = await office.read(`/assessments/${other.id}`);
    expect(page.text).toContain('The organisation Remembers it differently');
  });
});

describe("a year's ratings", () => {
  const year = new OneAssessment('11J', 'ccg-iaf-2016-17', '2016-17-year');

  it('have the consultation of a Health and Wellbeing Board beside them, shown in the yearly duty', async () => {
    const duty = async (position: string) => {
      const { body } = await director.get(`/api/v1/yearly-duty?year=2016-17&atLeast=${position}`);
      return body.items?.find(({ organisation: code }) => code === '11J')?.['consultation'];
    };
    const { position } = await year.open(assessor);
    expect(await duty(position)).toBe('not-consulted');
    const body = { board: 'Dorset Health and Wellbeing Board', consultedOn: '2017-05-02', view: 'concerned', response: 'Late.' };
    expect((await organisation.post(year.at('/consultations'), body)).status).toBe(403);
    const done = await year.record(assessor, '/consultations', body);
    expect(await duty(done.position)).toBe('consulted');
    expect((await director.get(year.at())).body).toMatchObject({
      boardConsultation: { certainty: 'published' },
      consultations: [{ fields: { board: body.board, view: 'concerned' } }],
    });
    const pages = await PageClient.signedInAs(service.address, 'wessex-assessor');
    expect((await pages.read(`/assessments/${year.id}`)).text).toContain('Consulted: Dorset Health and Wellbeing Board');
    expect((await pages.read('/yearly-duty/2016-17')).text).toContain('1 consulted, 0 not yet');
  });
});

describe('the pages', () => {
  it('show the organisation what is shared and nothing of the case', async () => {
    const next = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q2');
    await next.open(assessor);
    await next.record(assessor, '/ratings', ratingsOf(components({ performance: 'not-assured' })));
    const { position } = await next.record(assessor, '/sharings', { items: ['performance'] });
    const reader = await PageClient.signedInAs(service.address, 'dorset-ccg');
    const page = await reader.read(`/assessments/${next.id}`);
    expect([page.status, page.text.includes('Not assured'), page.text.includes('What happened')]).toEqual([200, true, false]);
    expect((await reader.read(`/work?atLeast=${position}`)).text).toContain('Shared with you');
    expect((await reader.read(`/assessments/${next.id}/ratings`)).status).toBe(403);
    expect((await reader.read(`/assessments/${quarter.id}`)).status).toBe(404);
    const other = await PageClient.signedInAs(service.address, 'administrator');
    expect((await other.read(`/assessments/${next.id}`)).status).toBe(404);
  });
});
