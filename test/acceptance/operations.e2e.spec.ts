import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { SignInNames } from '#identity/contract.js';
import { loadConfig } from '#platform/config/config.js';
import { StartupError } from '#platform/config/startup-error.js';
import { createLogger } from '#platform/logging/logger.js';
import { startService } from '../../apps/server/src/service/start-service.js';
import type { Answer, HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { OneAssessment, ratingsOf } from './support/one-assessment.js';
import { samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
let assessor: HttpClient;
let auditor: HttpClient;
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, auditor] = await Promise.all([service.as('wessex-assessor'), service.as('auditor')]);
  await quarter.open(assessor);
  await quarter.record(assessor, '/ratings', ratingsOf({ planning: 'assured-as-good', performance: 'assured-as-good' }));
});
afterAll(() => service.stop());

const silent = createLogger('silent');

describe('whoever runs the service', () => {
  it('learns that it lives and that it is ready, with how far each read model is behind', async () => {
    const live = await service.anonymous.get('/health/live');
    const ready = await service.anonymous.get('/health/ready');
    expect([live.status, live.body]).toEqual([200, { status: 'live' }]);
    expect([ready.status, ready.body['status']]).toEqual([200, 'ready']);
    const subscriptions = ready.body['subscriptions'] as { name: string; lag: object }[];
    expect(subscriptions.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['assessments', 'domain-status', 'moderation-trail', 'rating-history', 'work-list', 'audit-events']),
    );
    for (const each of subscriptions)
      expect(each).toMatchObject({
        status: 'running',
        position: expect.stringMatching(/^\d+$/) as string,
        lag: { positions: expect.stringMatching(/^\d+$/) as string, seconds: expect.any(Number) as number },
      });
  });

  it('reads in Prometheus’ format how far each read model is behind, and how long requests take, with no id among them', async () => {
    const answer = await service.anonymous.get('/metrics');
    expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = String(answer.body['text']);
    expect(text).toMatch(/^checkpoint_projection_lag_positions\{projection="domain-status"\} \d+$/m);
    expect(text).toMatch(/^checkpoint_http_request_seconds_count\{method="POST",route="\/api\/v1\/assessments\/:id\/ratings"/m);
    expect(text).not.toContain(quarter.id);
  });

  it('is told in one sentence that the port is taken, and the other program goes on', async () => {
    const port = new URL(service.address).port;
    const settings = { ...service.settings, PORT: port };
    const start = startService(loadConfig(settings), silent, { seed: [] });
    await expect(start).rejects.toThrow(StartupError);
    await expect(start).rejects.toThrow(`PORT ${port} of 127.0.0.1 is taken by another program`);
    expect((await service.anonymous.get('/health/live')).status).toBe(200);
  });

  it('who leaves the port to the system is told the one it got, and so are those who check tokens', async () => {
    const settings = { ...service.settings, PORT: '0' };
    const beside = await startService(loadConfig(settings), silent, { seed: [] });
    const description = await fetch(`${beside.address}/oidc/.well-known/openid-configuration`).then(
      (answer) => answer.json() as Promise<{ issuer: string; jwks_uri: string }>,
    );
    const keys = await fetch(description.jwks_uri);
    await beside.stop();
    expect(description.issuer).toBe(`${beside.address}/oidc`);
    expect([new URL(beside.address).port === '0', keys.status]).toEqual([false, 200]);
  });
});

describe('the description of the API', () => {
  /** Every route of http-api.md that belongs to the main job. */
  const routes = [
    'GET /api/v1/frameworks',
    'GET /api/v1/frameworks/{id}',
    'GET /api/v1/organisations',
    'GET /api/v1/organisations/{code}',
    'GET /api/v1/organisations/{code}/domain-status',
    'GET /api/v1/status',
    'POST /api/v1/assessments',
    'GET /api/v1/assessments/{id}',
    'POST /api/v1/assessments/{id}/checkpoint-meetings',
    'POST /api/v1/assessments/{id}/checkpoint-plans',
    'POST /api/v1/assessments/{id}/checkpoint-not-held',
    'POST /api/v1/assessments/{id}/teleconferences',
    'POST /api/v1/assessments/{id}/ratings',
    'POST /api/v1/assessments/{id}/actions/{action}/updates',
    'POST /api/v1/assessments/{id}/evidence',
    'POST /api/v1/assessments/{id}/corrections',
    'POST /api/v1/assessments/{id}/submission',
    'POST /api/v1/assessments/{id}/recall',
    'POST /api/v1/assessments/{id}/moderation/local',
    'POST /api/v1/assessments/{id}/moderation/regional',
    'POST /api/v1/assessments/{id}/moderation/national',
    'POST /api/v1/assessments/{id}/stages-not-held',
    'POST /api/v1/assessments/{id}/confirmation',
    'POST /api/v1/assessments/{id}/withdrawal',
    'GET /api/v1/assessments/{id}/events',
    'GET /api/v1/assessments/{id}/moderation-trail',
    'GET /api/v1/work-list',
    'GET /api/v1/audit/events',
    'GET /api/v1/audit/rating-history',
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
    'POST /standalone/token',
    'GET /standalone/people',
  ];

  it('is OpenAPI 3.1 and describes every route that is settled', async () => {
    const { body } = await service.anonymous.get('/api/openapi.json');
    const paths = body['paths'] as Record<string, Record<string, unknown>>;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(body['openapi']).toMatch(/^3\.1\./);
    expect(routes.filter((route) => !described.includes(route))).toEqual([]);
  });
});

describe('a list', () => {
  /** Walks a list page by page, as a program does. */
  async function walked(path: string, limit: number): Promise<{ items: unknown[]; pages: number }> {
    const items: unknown[] = [];
    let [next, pages]: [string | undefined, number] = [undefined, 0];
    do {
      const after: string = next === undefined ? '' : `&after=${encodeURIComponent(next)}`;
      const { status, body }: Answer = await auditor.get(`${path}limit=${String(limit)}${after}`);
      expect(status).toBe(200);
      expect(body.items?.length).toBeLessThanOrEqual(limit);
      items.push(...(body.items ?? []));
      next = body['next'] as string | undefined;
      pages += 1;
    } while (next !== undefined && pages < 100);
    return { items, pages };
  }

  it.each([
    ['organisations', '/api/v1/organisations?kind=ccg&', 150],
    ['the log', '/api/v1/audit/events?organisation=11J&', 2],
    ['changes of ratings', '/api/v1/audit/rating-history?organisation=11J&', 1],
    ['the events of an assessment', `${quarter.at('/events')}?`, 1],
  ])('of %s gives each item once, page by page, and ends without a next', async (_, path, limit) => {
    const whole = await auditor.get(`${path}limit=500`);
    const { items, pages } = await walked(path, limit);
    expect(whole.body['next']).toBeUndefined();
    expect(items).toEqual(whole.body.items);
    expect(pages).toBe(Math.ceil(items.length / limit));
    expect(pages).toBeGreaterThan(1);
  });

  it('of assessments, and of a period across organisations, is paged alike', async () => {
    const next = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q4');
    const other = new OneAssessment('10X', 'ccg-assurance-2015-16', '2015-16-q3');
    await next.open(assessor);
    const { position } = await other.open(assessor);
    for (const path of [`/api/v1/assessments?atLeast=${position}&`, `/api/v1/status?period=2015-16-q3&atLeast=${position}&`]) {
      const { items, pages } = await walked(path, 1);
      expect(items).toEqual((await auditor.get(`${path}limit=500`)).body.items);
      expect(pages).toBe(items.length);
      expect(pages).toBeGreaterThan(1);
    }
  });

  it.each(['limit=0', 'limit=501', 'limit=many', 'colour=red'])('asked with %s is refused by name', async (query) => {
    const answer = await auditor.get(`/api/v1/audit/events?${query}`);
    expect([answer.status, answer.body['type']]).toEqual([400, '/problems/query-not-valid']);
    expect(answer.body['errors']).toMatchObject([{ pointer: `/${query.split('=')[0] ?? ''}` }]);
  });
});

describe('reading one’s own change', () => {
  it('shows it in every query that is asked for at least its position', async () => {
    for (const rating of ['limited-assurance', 'not-assured', 'assured-as-good']) {
      const { position } = await quarter.record(assessor, '/ratings', ratingsOf({ planning: rating }));
      const grid = await assessor.get(`/api/v1/organisations/11J/domain-status?year=2015-16&atLeast=${position}`);
      expect(grid.body.items?.find(({ item }) => item === 'planning')?.['periods']).toMatchObject({ '2015-16-q3': { rating } });
    }
  });

  it('is refused with 503 and when to come back, where the position is far from reached', async () => {
    const paths = ['/api/v1/organisations/11J/domain-status?year=2015-16&', `${quarter.at()}?`, '/api/v1/work-list?'];
    const farOff = BigInt(await logHead(service)) + 1_000_000n;
    const answers = await Promise.all(paths.map((path) => assessor.get(`${path}atLeast=${String(farOff)}`)));
    for (const answer of answers) {
      expect([answer.status, answer.body['type']]).toEqual([503, '/problems/not-caught-up']);
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
  });
});

describe('under a real issuer', () => {
  let issuer: Server;
  let secured: TestService;
  let tokenFor: (subject: string, audience?: string) => Promise<string>;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
    issuer = createServer((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      const isDescription = request.url === '/.well-known/openid-configuration';
      response.end(JSON.stringify(isDescription ? { issuer: address, jwks_uri: `${address}/keys` } : { keys: [jwk] }));
    });
    issuer.listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    const address = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}`;
    tokenFor = (subject, audience = 'checkpoint') =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'ES256', kid: 'test' })
        .setIssuer(address)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
    const settings = { OIDC_ISSUER: address, OIDC_AUDIENCE: 'checkpoint', OIDC_CLIENT_ID: 'pages' };
    secured = await startTestService({ holding: 'reference', settings, people: samplePeopleAnd([]) });
    const names = secured.running.application.get(SignInNames, { strict: false });
    await names.file(address, 'wessex-assessor', 'the assessor, at the issuer');
  });
  afterAll(async () => {
    await secured.stop();
    issuer.close();
  });

  it.each([
    ['POST', '/standalone/token'],
    ['GET', '/standalone/people'],
    ['GET', '/oidc/jwks'],
    ['GET', '/oidc/.well-known/openid-configuration'],
  ])('nothing answers at %s %s', async (method, path) => {
    const body = method === 'POST' ? { body: '{"person":"auditor"}', headers: { 'Content-Type': 'application/json' } } : {};
    const answer = await secured.anonymous.send(method, path, body);
    expect([answer.status, answer.body['type']]).toEqual([404, '/problems/not-found']);
  });

  it('its token is taken for a person who has a role here', async () => {
    const client = secured.anonymous.withToken(await tokenFor('the assessor, at the issuer'));
    await quarter.open(client);
    expect((await client.get(quarter.at())).status).toBe(200);
  });

  it.each([
    ['of somebody nobody registered', 'wessex-assessor', undefined, 'person-unknown'],
    ['for another audience', 'the assessor, at the issuer', 'elsewhere', 'token-not-valid'],
  ])('its token %s is not', async (_, subject, audience, rule) => {
    const answer = await secured.anonymous.withToken(await tokenFor(subject, audience)).get('/api/v1/organisations');
    expect([answer.status, answer.body['type']]).toEqual([401, `/problems/${rule}`]);
  });

  it('a token of standalone mode is nobody’s', async () => {
    const theirs = await service.anonymous.post('/standalone/token', { person: 'auditor' });
    const answer = await secured.anonymous.withToken(String(theirs.body['access_token'])).get('/api/v1/organisations');
    expect([answer.status, answer.body['type']]).toEqual([401, '/problems/token-not-valid']);
  });
});
