import type { Answer, HttpClient } from '../../../../../test/acceptance/support/http-client.js';
import { startTestService, type TestService } from '../../../../../test/acceptance/support/test-service.js';

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
let regional: HttpClient;
let national: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, director, regional, national] = await Promise.all([
    service.as('wessex-assessor'),
    service.as('wessex-director'),
    service.as('south-panel'),
    service.as('national-panel'),
  ]);
});
afterAll(() => service.stop());

const framework = 'ccg-assurance-2013-15';
const idOf = (period: string): string => `11J.${framework}.${period}`;
const at = (period: string, rest = ''): string => `/api/v1/assessments/${idOf(period)}${rest}`;
const seeing = (revision: unknown): Record<string, string> => ({ 'If-Match': `"${String(revision)}"` });
const open = (client: HttpClient, period: string): Promise<Answer> =>
  client.post('/api/v1/assessments', { organisation: '11J', framework, period });
const revisionOf = async (period: string): Promise<string> =>
  (await assessor.get(at(period))).headers.get('ETag')!.replaceAll('"', '');
const rated = (ratings: Record<string, string>) => ({
  ratings: Object.entries(ratings).map(([item, rating]) => ({ item, rating, reason: 'As discussed at the checkpoint.' })),
});
const every = (rating: string): Record<string, string> =>
  Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`domain-${String(number)}`, rating]));

/** Opens a quarter and records a meeting, so that it can be rated and submitted. */
async function opened(period: string): Promise<void> {
  expect((await open(assessor, period)).status).toBe(201);
  expect((await assessor.post(at(period, '/checkpoint-meetings'), { heldOn: '2015-05-12' })).status).toBe(201);
}

describe('a quarter, from the checkpoint meeting to the national panel', () => {
  const period = '2014-15-q4';

  it('is opened once: 201 with its address, then 409', async () => {
    const first = await open(assessor, period);
    const again = await open(assessor, period);
    expect([first.status, first.headers.get('Location')]).toEqual([201, at(period)]);
    expect(first.body).toMatchObject({ revision: '0', events: [{ type: 'AssessmentOpened.v2' }] });
    expect([again.status, again.body['type']]).toEqual([409, '/problems/assessment-already-open']);
  });

  it('takes a meeting with what was said, who was there and an action', async () => {
    const answer = await assessor.post(at(period, '/checkpoint-meetings'), {
      heldOn: '2015-05-12',
      attendance: [{ name: 'A Person', organisation: 'NHS Dorset CCG', role: 'Accountable officer' }],
      discussions: [{ item: 'domain-1', note: 'Ambulance response times.' }],
      actions: [{ description: 'Send the recovery plan', owner: 'NHS Dorset CCG', due: '2015-06-30', item: 'domain-1' }],
      notes: 'A constructive meeting.',
    });
    expect(answer.status).toBe(201);
    expect((answer.body['events'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'CheckpointMeetingHeld.v1',
      'ActionAgreed.v1',
    ]);
    expect(JSON.stringify((await assessor.get(at(period, '/events'))).body)).not.toContain('A Person');
  });

  it('is rated, submitted and judged by the three stages in turn, each seeing the revision it judges', async () => {
    const ratings = { ...every('assured'), 'domain-3': 'assured-with-support' };
    const steps: [HttpClient, string, object][] = [
      [assessor, '/ratings', rated(ratings)],
      [assessor, '/submission', {}],
      [director, '/moderation/local', { outcome: 'upheld' }],
      [
        regional,
        '/moderation/regional',
        { outcome: 'changed', changes: [{ item: 'domain-1', rating: 'assured-with-support', reason: 'Response times.' }] },
      ],
      [national, '/moderation/national', { outcome: 'upheld' }],
    ];
    for (const [client, path, body] of steps) {
      const answer = await client.post(at(period, path), body, seeing(await revisionOf(period)));
      expect([path, answer.status, answer.body['detail']]).toEqual([path, 201, undefined]);
      expect(answer.headers.get('ETag')).toBe(`"${String(answer.body['revision'])}"`);
    }
    const { body } = await assessor.get(at(period));
    expect(body).toMatchObject({ status: 'moderated', headline: { result: 'assured-with-support' } });
    expect(body.items).toMatchObject([{ item: 'domain-1', rating: 'assured-with-support' }, {}, {}, {}, {}, {}, {}]);
  });

  it('shows in the trail who changed what, at which stage and why', async () => {
    const { body: now } = await assessor.get(at(period));
    const { body } = await assessor.get(`${at(period, '/moderation-trail')}?atLeast=${String(now['position'])}`);
    expect(body.items?.[0]).toMatchObject({
      item: 'domain-1',
      assessor: { to: 'assured' },
      local: { outcome: 'upheld', decidedBy: ['wessex-director'] },
      regional: { outcome: 'changed', from: 'assured', to: 'assured-with-support', reason: 'Response times.' },
      national: { outcome: 'upheld' },
    });
  });

  it('stands in the grid of the year for those who work on it, and not for the organisation yet', async () => {
    const { body: now } = await assessor.get(at(period));
    const grid = `/api/v1/organisations/11J/domain-status?year=2014-15&atLeast=${String(now['position'])}`;
    const mine = await assessor.get(grid);
    const theirs = await (await service.as('dorset-ccg')).get(grid);
    expect(mine.body.items?.find(({ item }) => item === 'domain-1')).toMatchObject({
      periods: { [period]: { rating: 'assured-with-support' } },
    });
    expect(JSON.stringify(theirs.body)).not.toContain('assured-with-support');
  });

  it('can be read as it stood before the regional panel changed it', async () => {
    const { body } = await assessor.get(at(period, '/events'));
    const decided = body.items!.find(({ type, actor }) => type === 'StageDecided.v2' && actor === 'south-panel')!;
    const before = String(Number(decided['position']) - 1);
    const then = await assessor.get(`${at(period)}?asAt=${before}`);
    expect(then.body).toMatchObject({ status: 'in-moderation', stage: 'regional', asAt: before, effectiveOn: null });
    expect(then.body.items).toMatchObject([{ item: 'domain-1', rating: 'assured' }, {}, {}, {}, {}, {}, {}]);
    expect(then.headers.get('ETag')).toBeNull();
    const never = await assessor.get(`${at(period)}?asAt=0`);
    expect([never.status, never.body['positionFrom']]).toEqual([404, body.items![0]!['position']]);
  });

  it('is in the log for the auditor, event by event', async () => {
    const auditor = await service.as('auditor');
    const { body: now } = await assessor.get(at(period));
    const log = await auditor.get(`/api/v1/audit/events?organisation=11J&type=StageDecided&atLeast=${String(now['position'])}`);
    expect(log.body.items?.map(({ actor }) => actor)).toEqual(['wessex-director', 'south-panel', 'national-panel']);
    const history = await auditor.get('/api/v1/audit/rating-history?organisation=11J&item=domain-1');
    expect(history.body.items?.map(({ stage, to }) => [stage, to])).toEqual([
      ['assessor', 'assured'],
      ['regional', 'assured-with-support'],
    ]);
  });
});

describe('bad input is answered with a problem that names it, and nothing is written', () => {
  const period = '2014-15-q1';
  beforeAll(() => opened(period));

  const note = (text: string) => ({ heldOn: '2014-07-01', notes: text });
  it.each<[string, string, unknown, number, string]>([
    ['an unknown organisation', '', { organisation: 'ZZZ', framework, period }, 422, 'organisation-unknown'],
    ['an unknown framework', '', { organisation: '11J', framework: 'x', period }, 422, 'framework-unknown'],
    ['a period outside the pack', '', { organisation: '11J', framework, period: '2017-18-q1' }, 422, 'period-outside-framework'],
    ['no period', '', { organisation: '11J', framework, period: 'soon' }, 422, 'period-not-a-period'],
    ['U+0000 in a note', '/checkpoint-meetings', note('a\u0000b'), 400, 'body-not-valid'],
    ['half a surrogate pair in a note', '/checkpoint-meetings', note('a\ud800b'), 400, 'body-not-valid'],
    ['a date in the future', '/checkpoint-meetings', { heldOn: '2999-01-01' }, 422, 'date-in-the-future'],
    ['a date that is none', '/checkpoint-meetings', { heldOn: '2015-02-29' }, 400, 'body-not-valid'],
    ['wrong types', '/checkpoint-meetings', { heldOn: 5, attendance: 'all' }, 400, 'body-not-valid'],
    ['a misspelt field', '/checkpoint-meetings', { heldOn: '2014-07-01', note: 'x' }, 400, 'body-not-valid'],
    ['a note of 1 MB', '/checkpoint-meetings', note('x'.repeat(1_048_600)), 413, 'body-too-large'],
    ['a long note', '/checkpoint-meetings', note('x'.repeat(20_001)), 400, 'body-not-valid'],
    ['a rating off the scale', '/ratings', rated({ 'domain-1': 'splendid' }), 422, 'rating-not-on-scale'],
    ['an item of no pack', '/ratings', rated({ 'domain-9': 'assured' }), 422, 'item-not-in-framework'],
    ['a submission of too little', '/submission', {}, 422, 'not-every-item-rated'],
  ])('at %s', async (_, path, body, status, rule) => {
    const before = await revisionOf(period);
    const to = path === '' ? '/api/v1/assessments' : at(period, path);
    const answer = await assessor.post(to, body, seeing(before));
    expect([answer.status, answer.body['type']]).toEqual([status, `/problems/${rule}`]);
    expect(await revisionOf(period)).toBe(before);
  });

  it('at a judgement that does not say what it judged, or says it badly: 428 and 400', async () => {
    const missing = await assessor.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }));
    const malformed = await assessor.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }), { 'If-Match': 'latest' });
    expect([missing.status, missing.body['type']]).toEqual([428, '/problems/judged-revision-missing']);
    expect([malformed.status, malformed.body['type']]).toEqual([400, '/problems/header-not-valid']);
  });

  it('at somebody else’s area or part: 403 for what they do, 404 for what they look at', async () => {
    const [neighbour, auditor] = await Promise.all([service.as('cne-assessor'), service.as('auditor')]);
    const headers = seeing(await revisionOf(period));
    const elsewhere = await neighbour.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }), headers);
    const doing = await auditor.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }), headers);
    const looking = await neighbour.get(at(period));
    expect([elsewhere.body['type'], doing.body['type']]).toEqual(['/problems/outside-area', '/problems/role-may-not']);
    expect([elsewhere.status, doing.status, looking.status]).toEqual([403, 403, 404]);
  });

  it('at an assessment that is not there: 404', async () => {
    const answer = await assessor.post(at('2013-14-q4', '/checkpoint-meetings'), { heldOn: '2014-07-01' });
    expect([answer.status, (await assessor.get(at('2013-14-q4'))).status]).toEqual([404, 404]);
  });
});

describe('a repeated command', () => {
  const period = '2014-15-q2';
  beforeAll(() => opened(period));

  it('gets its first answer, although the revision has moved; with another body it is refused', async () => {
    const revision = await revisionOf(period);
    const headers = { ...seeing(revision), 'Idempotency-Key': 'rate-1' };
    const first = await assessor.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }), headers);
    await assessor.post(at(period, '/ratings'), rated({ 'domain-2': 'assured' }), seeing(revision));
    const again = await assessor.post(at(period, '/ratings'), rated({ 'domain-1': 'assured' }), headers);
    const other = await assessor.post(at(period, '/ratings'), rated({ 'domain-1': 'not-assured' }), headers);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([other.status, other.body['type']]).toEqual([422, '/problems/idempotency-key-reused']);
  });

  it('needs a key of 1 to 200 printable characters', async () => {
    const answer = await assessor.post(
      at(period, '/evidence'),
      { title: 'T', reference: 'R' },
      { 'Idempotency-Key': 'x'.repeat(201) },
    );
    expect([answer.status, answer.body['type']]).toEqual([400, '/problems/header-not-valid']);
  });
});

describe('two people rating at once', () => {
  const period = '2014-15-q3';
  beforeAll(() => opened(period));

  it('one wins, the other is told what changed; nobody collides over different items', async () => {
    const seen = seeing(await revisionOf(period));
    const answers = await Promise.all(
      ['assured', 'not-assured'].map((rating) => assessor.post(at(period, '/ratings'), rated({ 'domain-1': rating }), seen)),
    );
    const stale = answers.find(({ status }) => status === 412);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
    expect(stale?.body).toMatchObject({
      type: '/problems/judged-revision-is-stale',
      currentRevision: expect.any(String) as string,
    });
    const other = await assessor.post(at(period, '/ratings'), rated({ 'domain-2': 'assured' }), seen);
    expect(other.status).toBe(201);
  });

  it('loses and doubles nothing among two hundred parallel commands', async () => {
    const before = Number(await revisionOf(period));
    const titles = Array.from({ length: 100 }, (_, index) => `Evidence ${String(index)}`);
    const twice = [...titles, ...titles];
    const answers = await Promise.all(
      twice.map((title) => assessor.post(at(period, '/evidence'), { title, reference: 'shelf' }, { 'Idempotency-Key': title })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { body } = await assessor.get(at(period));
    const kept = (body['evidence'] as { fields: { title: string } }[]).map(({ fields }) => fields.title);
    expect(kept.sort()).toEqual([...titles].sort());
    expect(Number(body['revision'])).toBe(before + 100);
  });
});

describe('the description of the API', () => {
  interface Document {
    openapi: string;
    paths: Record<string, Record<string, { requestBody?: unknown; parameters?: { name: string }[] }>>;
  }

  it('is OpenAPI 3.1 and tells each command’s body, headers and each query’s moment', async () => {
    const document = (await service.anonymous.get('/api/openapi.json')).body as unknown as Document;
    const ratings = document.paths['/api/v1/assessments/{id}/ratings']?.['post'];
    const grid = document.paths['/api/v1/organisations/{code}/domain-status']?.['get'];
    expect(document.openapi).toBe('3.1.0');
    expect(JSON.stringify(ratings?.requestBody)).toContain('organisationView');
    expect(ratings?.parameters?.map(({ name }) => name)).toEqual(expect.arrayContaining(['id', 'If-Match', 'Idempotency-Key']));
    expect(grid?.parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['code', 'year', 'asAt', 'effectiveOn', 'atLeast']),
    );
  });

  it('can be read as a page that needs neither script nor style', async () => {
    const page = await service.anonymous.get('/api/docs');
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.body['text']).toContain('<code>POST /api/v1/assessments/{id}/ratings</code>');
    expect(page.body['text']).not.toMatch(/<script|<style|style=/);
  });
});
