import type { HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, director] = await Promise.all([service.as('wessex-assessor'), service.as('wessex-director')]);
  await quarter.open(assessor);
  await quarter.record(assessor, '/ratings', ratingsOf({ planning: 'assured-as-good' }));
});
afterAll(() => service.stop());

const JSON_TYPE = { 'Content-Type': 'application/json' };

interface Sent {
  readonly path: string;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly by?: HttpClient;
}

/** Sends a request that must be refused, and makes sure that it changed nothing of what is stored. */
async function refused({ path, body, headers = JSON_TYPE, by = assessor }: Sent) {
  const before = await whatIsStored(service);
  const revision = await quarter.revision(assessor);
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const answer = await by.send('POST', path, { headers, ...(text === undefined ? {} : { body: text }) });
  expect(await whatIsStored(service)).toEqual(before);
  expect(await quarter.revision(assessor)).toBe(revision);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ status: answer.status, instance: path, detail: expect.stringMatching(/\w{3}/) as string });
  return answer;
}

const rule = ({ status, body }: Awaited<ReturnType<typeof refused>>): readonly unknown[] => [status, body['type']];
const pointers = ({ body }: Awaited<ReturnType<typeof refused>>): readonly unknown[] =>
  ((body['errors'] ?? []) as { pointer: string }[]).map(({ pointer }) => pointer);
const at = (rest: string): string => quarter.at(rest);
const meeting = (more: object) => ({ heldOn: '2016-01-12', ...more });
const NAMED = [{ name: 'Somebody Present', organisation: 'NHS Dorset CCG' }];

describe('a body that says what it must not is refused at its field, and nothing is written', () => {
  it.each<[string, string, unknown, number, string, string]>([
    ['U+0000 in a note', '/checkpoint-meetings', meeting({ notes: 'a\u0000b' }), 400, 'body-not-valid', '/notes'],
    ['half a surrogate in a note', '/checkpoint-meetings', meeting({ notes: 'a\ud800b' }), 400, 'body-not-valid', '/notes'],
    ['the other half', '/teleconferences', meeting({ notes: '\udc00' }), 400, 'body-not-valid', '/notes'],
    [
      'U+0000 in a name',
      '/checkpoint-meetings',
      meeting({ attendance: [{ name: 'a\u0000b' }] }),
      400,
      'body-not-valid',
      '/attendance/0/name',
    ],
    ['a note of 1 MB', '/checkpoint-meetings', meeting({ notes: 'x'.repeat(1_000_000) }), 400, 'body-not-valid', '/notes'],
    ['a day that is none', '/checkpoint-meetings', { heldOn: '2015-02-29' }, 400, 'body-not-valid', '/heldOn'],
    ['a day with a time', '/checkpoint-meetings', { heldOn: '2016-01-12T10:00:00Z' }, 400, 'body-not-valid', '/heldOn'],
    ['a number for a day', '/checkpoint-meetings', { heldOn: 5 }, 400, 'body-not-valid', '/heldOn'],
    ['a text for a list', '/checkpoint-meetings', meeting({ attendance: 'all' }), 400, 'body-not-valid', '/attendance'],
    [
      'a text for a flag',
      '/teleconferences',
      meeting({ updates: [{ item: 'planning', note: 'n', atRisk: 'yes' }] }),
      400,
      'body-not-valid',
      '/updates/0/atRisk',
    ],
    ['a field nobody knows', '/checkpoint-meetings', meeting({ note: 'x' }), 400, 'body-not-valid', '/note'],
    [
      'a field nobody knows, deep inside',
      '/ratings',
      { ratings: [{ item: 'planning', rating: 'not-assured', note: 'x' }] },
      400,
      'body-not-valid',
      '/ratings/0/note',
    ],
    ['no rating at all', '/ratings', { ratings: [] }, 400, 'body-not-valid', '/ratings'],
    [
      'a day to come',
      '/checkpoint-meetings',
      meeting({ heldOn: '2999-01-01', attendance: NAMED }),
      422,
      'date-in-the-future',
      '/heldOn',
    ],
    [
      'a decision on a day to come',
      '/ratings',
      ratingsOf({ planning: 'not-assured' }, '2999-01-01'),
      422,
      'date-in-the-future',
      '/decidedOn',
    ],
    ['a rating off the scale', '/ratings', ratingsOf({ planning: 'brilliant' }), 422, 'rating-not-on-scale', '/ratings/0/rating'],
    [
      'a rating of another year’s scale',
      '/ratings',
      ratingsOf({ planning: 'assured' }),
      422,
      'rating-not-on-scale',
      '/ratings/0/rating',
    ],
    ['an item of no pack', '/ratings', ratingsOf({ 'domain-1': 'not-assured' }), 422, 'item-not-in-framework', '/ratings/0/item'],
    [
      'one rating off the scale among good ones',
      '/ratings',
      ratingsOf({ ...components(), planning: 'brilliant' }),
      422,
      'rating-not-on-scale',
      '/ratings/3/rating',
    ],
    [
      'not applicable where the pack knows none',
      '/ratings',
      ratingsOf({ planning: 'not-applicable' }),
      422,
      'not-applicable-not-allowed',
      '/ratings/0/rating',
    ],
    [
      'a change without its reason',
      '/ratings',
      { ratings: [{ item: 'planning', rating: 'not-assured' }] },
      422,
      'change-needs-a-reason',
      '/ratings/0/reason',
    ],
    [
      'a note on an item of no pack',
      '/checkpoint-meetings',
      meeting({ discussions: [{ item: 'x', note: 'n' }], attendance: NAMED }),
      422,
      'item-not-in-framework',
      '/discussions/0/item',
    ],
  ])('%s', async (_, rest, body, status, broken, pointer) => {
    const answer = await refused({
      path: at(rest),
      body,
      headers: { ...JSON_TYPE, ...seeing(await quarter.revision(assessor)) },
    });
    expect(rule(answer)).toEqual([status, `/problems/${broken}`]);
    expect(pointers(answer)).toContain(pointer);
  });

  it.each<[string, object, string, string]>([
    ['an unknown organisation', { organisation: 'ZZZ' }, 'organisation-unknown', '/organisation'],
    ['an unknown framework', { framework: 'ccg-assurance-1815' }, 'framework-unknown', '/framework'],
    ['a period outside the pack', { period: '2018-19-q3' }, 'period-outside-framework', '/period'],
    ['a period that is none', { period: '2015-16-q5' }, 'period-not-a-period', '/period'],
    ['a region, which no pack assesses', { organisation: 'Y57' }, 'kind-not-assessed-by-framework', '/organisation'],
  ])('opening for %s', async (_, wrong, broken, pointer) => {
    const good = { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q1' };
    const answer = await refused({ path: '/api/v1/assessments', body: { ...good, ...wrong } });
    expect(rule(answer)).toEqual([422, `/problems/${broken}`]);
    expect(pointers(answer)).toEqual([pointer]);
  });

  it('an organisation whose office is somebody else’s by then: Dorset from April 2018', async () => {
    const body = { organisation: '11J', framework: 'pce-2018-19', period: '2018-19-year' };
    expect(rule(await refused({ path: '/api/v1/assessments', body }))).toEqual([403, '/problems/outside-area']);
  });
});

describe('a request that is no request is refused by what is wrong with it, and nothing is written', () => {
  it.each<[string, unknown, Readonly<Record<string, string>>, number, string]>([
    ['broken JSON', '{"heldOn":', JSON_TYPE, 400, 'body-not-json'],
    ['no body where JSON is announced', undefined, JSON_TYPE, 400, 'body-not-json'],
    ['a body beyond 1 MiB', meeting({ notes: 'x'.repeat(1_048_577) }), JSON_TYPE, 413, 'body-too-large'],
    ['text', JSON.stringify(meeting({})), { 'Content-Type': 'text/plain' }, 415, 'body-type-not-accepted'],
    ['a form', 'heldOn=2016-01-12', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'body-type-not-accepted'],
    ['a list', [], JSON_TYPE, 400, 'body-not-valid'],
    ['nothing, as JSON', 'null', JSON_TYPE, 400, 'body-not-valid'],
    ['a number', '7', JSON_TYPE, 400, 'body-not-valid'],
    ['no heldOn', {}, JSON_TYPE, 400, 'body-not-valid'],
    ['a body that would change every object', '{"__proto__":{"heldOn":"2016-01-12"}}', JSON_TYPE, 400, 'body-not-json'],
    ['another that would', '{"constructor":{"prototype":{"heldOn":"2016-01-12"}}}', JSON_TYPE, 400, 'body-not-json'],
  ])('%s', async (_, body, headers, status, broken) => {
    expect(rule(await refused({ path: at('/checkpoint-meetings'), body, headers }))).toEqual([status, `/problems/${broken}`]);
  });

  it.each([
    ['an id with U+0000', '/api/v1/assessments/11J%00/checkpoint-meetings', 400, 'address-not-valid'],
    ['an id that is no URL', '/api/v1/assessments/%zz/checkpoint-meetings', 400, 'address-not-valid'],
    ['an id with spaces', '/api/v1/assessments/a%20b/checkpoint-meetings', 400, 'address-not-valid'],
    ['an id longer than any', `/api/v1/assessments/${'x'.repeat(301)}/checkpoint-meetings`, 414, 'address-too-long'],
    ['an id of nothing there', '/api/v1/assessments/11J.x.2015-16-q3/checkpoint-meetings', 404, 'assessment-was-never-opened'],
    ['an action nobody agreed', at('/actions/0d9d8f52-8c42-4f0b-9d53-2b7de2b9d7f3/updates'), 404, 'unknown-action'],
  ])('%s', async (_, path, status, broken) => {
    const body = path.endsWith('/updates') ? { kind: 'completion' } : meeting({ attendance: NAMED });
    expect(rule(await refused({ path, body }))).toEqual([status, `/problems/${broken}`]);
  });
});

describe('a judgement that does not say what it judged', () => {
  const body = ratingsOf({ planning: 'not-assured' });

  it.each<[string, Readonly<Record<string, string>>, number, string]>([
    ['has no If-Match', {}, 428, 'judged-revision-missing'],
    ['names no number', { 'If-Match': '"latest"' }, 400, 'header-not-valid'],
    ['leaves the quotes out', { 'If-Match': '1' }, 400, 'header-not-valid'],
    ['takes any revision', { 'If-Match': '*' }, 400, 'header-not-valid'],
    ['names two', { 'If-Match': '"0", "1"' }, 400, 'header-not-valid'],
    ['names one beyond all numbers', { 'If-Match': `"${'9'.repeat(40)}"` }, 400, 'header-not-valid'],
    ['names one not reached yet', { 'If-Match': '"999"' }, 412, 'judged-revision-is-unknown'],
    ['names one that was overtaken', { 'If-Match': '"0"' }, 412, 'judged-revision-is-stale'],
  ])('because it %s', async (_, headers, status, broken) => {
    const answer = await refused({ path: at('/ratings'), body, headers: { ...JSON_TYPE, ...headers } });
    expect(rule(answer)).toEqual([status, `/problems/${broken}`]);
  });

  it('is told, where it was overtaken, the current revision and what is new', async () => {
    const answer = await refused({ path: at('/ratings'), body, headers: { ...JSON_TYPE, ...seeing(0) } });
    expect(answer.body).toMatchObject({ currentRevision: '1', newSince: [{ revision: '1', type: 'RatingProposed' }] });
  });
});

describe('an Idempotency-Key', () => {
  it('used again for another body is refused, and the first record stays as it was, names and all', async () => {
    const key = { 'Idempotency-Key': 'meeting-of-january' };
    const body = meeting({ attendance: NAMED });
    const first = await assessor.post(at('/checkpoint-meetings'), body, key);
    const other = await refused({
      path: at('/checkpoint-meetings'),
      body: meeting({ attendance: [{ name: 'Somebody Else', organisation: 'NHS Dorset CCG' }] }),
      headers: { ...JSON_TYPE, ...key },
    });
    const again = await assessor.post(at('/checkpoint-meetings'), body, key);
    expect(rule(other)).toEqual([422, '/problems/idempotency-key-reused']);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
  });

  it.each([
    ['is empty', ''],
    ['is too long', 'x'.repeat(201)],
    ['has a character beyond ASCII', 'caf\u00e9'],
  ])('that %s is refused', async (_, key) => {
    const answer = await refused({
      path: at('/checkpoint-meetings'),
      body: meeting({}),
      headers: { ...JSON_TYPE, 'Idempotency-Key': key },
    });
    expect(rule(answer)).toEqual([400, '/problems/header-not-valid']);
  });
});

describe('somebody who may not', () => {
  it('rates nothing in another office’s area', async () => {
    const headers = { ...JSON_TYPE, ...seeing(await quarter.revision(assessor)) };
    const answer = await refused({
      path: at('/ratings'),
      body: ratingsOf({ planning: 'not-assured' }),
      headers,
      by: await service.as('cne-assessor'),
    });
    expect(rule(answer)).toEqual([403, '/problems/outside-area']);
  });

  it('opens nothing there either', async () => {
    const body = { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q4' };
    const answer = await refused({ path: '/api/v1/assessments', body, by: await service.as('cne-assessor') });
    expect(rule(answer)).toEqual([403, '/problems/outside-area']);
  });

  it('is told that before anything of the request is looked at, when nobody is signed in', async () => {
    const answer = await refused({ path: at('/ratings'), body: '{"broken":', by: service.anonymous });
    expect(rule(answer)).toEqual([401, '/problems/not-signed-in']);
  });

  it('names nobody as a judge who may not judge there', async () => {
    await quarter.record(assessor, '/ratings', ratingsOf(components({ planning: 'assured-as-good' })));
    const path = at('/moderation/local');
    const headers = { ...JSON_TYPE, ...seeing(await quarter.revision(assessor)) };
    const body = { outcome: 'upheld', decidedBy: ['wessex-director', 'auditor'] };
    const answer = await refused({ path, body, headers, by: director });
    expect(rule(answer)).toEqual([422, '/problems/person-who-decided-may-not']);
    expect(pointers(answer)).toEqual(['/decidedBy/1']);
  });
});
