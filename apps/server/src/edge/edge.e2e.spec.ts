import { createLocalJWKSet, type CryptoKey, generateKeyPair, importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import type { Person, PersonDirectory } from '#identity/contract.js';
import { startTestService, type TestService } from '../../../../test/acceptance/support/test-service.js';
import { FixedPeople } from '../standalone/sample-people.js';
import { signingKeys } from '../standalone/signing-key.js';
import { DataSource } from 'typeorm';

const assessor: Person = { id: 'wessex-assessor', name: 'A', role: 'assessor', area: { kind: 'office', code: 'Q70' } };

let service: TestService;
let directory: FixedPeople;
const people: PersonDirectory = { grantsOf: (id) => directory.grantsOf(id), find: (id) => directory.find(id) };
beforeAll(async () => {
  directory = new FixedPeople([assessor]);
  service = await startTestService({ people });
});
afterAll(() => service.stop());

/** An address only people signed in may ask. */
const GUARDED = '/api/v1/organisations';

interface Token {
  iss?: string;
  aud?: string;
  sub?: string;
  exp?: string | number;
}

async function signed(claims: Token, key?: CryptoKey): Promise<string> {
  const [own] = await signingKeys(service.running.application.get(DataSource));
  const { iss, aud, sub, exp } = {
    iss: `${service.address}/oidc`,
    aud: 'checkpoint-assurance',
    sub: assessor.id,
    exp: '1h',
    ...claims,
  };
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: own.kid })
    .setIssuer(iss)
    .setAudience(aud)
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(exp)
    .sign(key ?? (await importJWK(own, own.alg)));
}

function unsigned(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

describe('who is let in', () => {
  it('is whoever brings a valid token', async () => {
    const answer = await service.anonymous.withToken(await signed({})).get(GUARDED);
    expect(answer.status).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['has expired', () => signed({ exp: Math.floor(Date.now() / 1000) - 10 })],
    ['is for another audience', () => signed({ aud: 'something-else' })],
    ['is of another issuer', () => signed({ iss: 'https://elsewhere.example' })],
    ['is signed with another key', async () => signed({}, (await generateKeyPair('ES256')).privateKey)],
    [
      'is not signed',
      () =>
        Promise.resolve(unsigned({ iss: `${service.address}/oidc`, aud: 'checkpoint-assurance', sub: assessor.id, exp: 4e9 })),
    ],
    ['is no token', () => Promise.resolve('abc')],
  ])('is nobody whose token %s', async (_, token) => {
    const answer = await service.anonymous.withToken(await token()).get(GUARDED);
    expect([answer.status, answer.body['type']]).toEqual([401, '/problems/token-not-valid']);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is nobody without a token', async () => {
    const answer = await service.anonymous.get(GUARDED);
    expect([answer.status, answer.body['type']]).toEqual([401, '/problems/not-signed-in']);
  });

  it('is nobody any more once their grant was withdrawn, whatever their token says', async () => {
    const client = service.anonymous.withToken(await signed({}));
    directory = new FixedPeople([]);
    const withdrawn = await client.get(GUARDED);
    directory = new FixedPeople([assessor]);
    expect([withdrawn.status, (await client.get(GUARDED)).status]).toEqual([401, 200]);
  });

  it('acts in one of their grants, and says in which', async () => {
    const client = service.anonymous.withToken(await signed({}));
    const auditor: Person = { ...assessor, role: 'auditor', area: { kind: 'england' } };
    directory = new FixedPeople([assessor, auditor]);
    const asks = async (acting: string) => (await client.get('/api/v1/audit/events', { 'Acting-As': acting })).status;
    const answers = [await asks('assessor'), await asks('auditor'), await asks('auditor@england')];
    const not = await client.get('/api/v1/audit/events', { 'Acting-As': 'director@Q70' });
    directory = new FixedPeople([assessor]);
    expect(answers).toEqual([403, 200, 200]);
    expect([not.status, not.body['type'], not.body['held']]).toEqual([
      403,
      '/problems/role-not-held',
      ['assessor@Q70', 'auditor@england'],
    ]);
  });

  it('can be checked by anybody with the keys the issuer publishes', async () => {
    const { body } = await service.anonymous.get('/oidc/.well-known/openid-configuration');
    expect(body['issuer']).toBe(`${service.address}/oidc`);
    const keys = await fetch(String(body['jwks_uri'])).then((response) => response.json() as Promise<JSONWebKeySet>);
    const token = await service.anonymous.post('/standalone/token', { person: assessor.id });
    const { payload } = await jwtVerify(String(token.body['access_token']), createLocalJWKSet(keys));
    expect(payload.sub).toBe(assessor.id);
    expect(keys.keys.map(({ d }) => d)).toEqual([undefined]);
  });
});

describe('before anything else of a request is looked at, the person is: 401', () => {
  it.each([
    ['an unknown address of the API', 'GET', '/api/v1/nothing-there', undefined],
    ['an address that is no URL', 'GET', '/api/v1/organisations/%zz', undefined],
    ['a query that is not valid', 'GET', `${GUARDED}?limit=0`, undefined],
    ['a body that is not JSON', 'POST', '/api/v1/nothing-there', '{'],
  ])('at %s', async (_, method, path, body) => {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await service.anonymous.send(method, path, { headers, ...(body && { body }) });
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
  });
});

describe('every error is a problem that names the rule', () => {
  const json = { 'Content-Type': 'application/json' };

  it.each([
    ['broken JSON', 'POST', '/standalone/token', json, '{"person":', 400, 'body-not-json'],
    ['an empty body', 'POST', '/standalone/token', json, '', 400, 'body-not-json'],
    ['a body of another type', 'POST', '/standalone/token', { 'Content-Type': 'text/plain' }, 'x', 415, 'body-type-not-accepted'],
    [
      'a form',
      'POST',
      '/standalone/token',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      'a=b',
      415,
      'body-type-not-accepted',
    ],
    ['more than 1 MiB', 'POST', '/standalone/token', json, `{"person":"${'x'.repeat(1_100_000)}"}`, 413, 'body-too-large'],
    ['an address that is no URL', 'GET', '/%zz', {}, undefined, 400, 'address-not-valid'],
    ['an unknown address', 'GET', '/nothing-there', {}, undefined, 404, 'not-found'],
    ['another method', 'DELETE', '/standalone/token', {}, undefined, 404, 'not-found'],
    ['an unknown person', 'POST', '/standalone/token', json, '{"person":"nobody"}', 404, 'not-found'],
  ] as const)('at %s', async (_, method, path, headers, body, status, rule) => {
    const answer = await service.anonymous.send(method, path, { headers, ...(body !== undefined && { body }) });
    expect([answer.status, answer.body['type']]).toEqual([status, `/problems/${rule}`]);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\.js:/);
  });

  it('with a pointer to each faulty field, also where its name needs escaping', async () => {
    const answer = await service.anonymous.post('/standalone/token', { person: 7, 'a/b~c': 1 });
    expect(answer.status).toBe(400);
    expect(answer.body['errors']).toMatchObject([{ pointer: '/person' }, { pointer: '/a~1b~0c' }]);
  });

  it('with the correlation id the caller gave, when it is a UUID, and one of its own otherwise', async () => {
    const given = '0b2f7a3e-6d0c-4c0f-9b0a-3f6f4b8f1a11';
    const mine = await service.anonymous.get('/nothing-there', { 'X-Correlation-Id': given });
    const other = await service.anonymous.get('/nothing-there', { 'X-Correlation-Id': 'drop table' });
    expect([mine.body['correlationId'], mine.headers.get('X-Correlation-Id')]).toEqual([given, given]);
    expect(other.body['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('naming the parameter of a query, and refusing what cannot be stored', async () => {
    const client = service.anonymous.withToken(await signed({}));
    const limit = await client.get(`${GUARDED}?limit=501`);
    const nul = await client.get(`${GUARDED}?q=a%00b`);
    expect([limit.body['errors'], nul.body['errors']]).toMatchObject([[{ pointer: '/limit' }], [{ pointer: '/q' }]]);
    expect([limit.status, nul.status]).toEqual([400, 400]);
  });
});

describe('which moment a query asks about', () => {
  const ask = async (query: string) => service.anonymous.withToken(await signed({})).get(`${GUARDED}?${query}`);

  it.each([
    [`asAt=${encodeURIComponent(new Date(Date.now() + 86_400_000).toISOString())}`, 400, 'moment-in-the-future'],
    ['asAt=999999999', 400, 'moment-in-the-future'],
    ['asAt=yesterday', 400, 'query-not-valid'],
    ['effectiveOn=2015-02-29', 400, 'query-not-valid'],
    ['atLeast=-1', 400, 'query-not-valid'],
    ['atLeast=999999999', 503, 'not-caught-up'],
  ])('%s answers %i', async (query, status, rule) => {
    const answer = await ask(query);
    expect([answer.status, answer.body['type']]).toEqual([status, `/problems/${rule}`]);
    if (status === 503) expect(answer.headers.get('Retry-After')).toBe('1');
  });

  it('is repeated by the answer', async () => {
    const answer = await ask('asAt=0&effectiveOn=2015-03-31&atLeast=0');
    expect(answer.body).toMatchObject({ items: [], asAt: '0', effectiveOn: '2015-03-31' });
  });
});

describe('the headers of every answer', () => {
  it('let a page load nothing inline without the nonce of its own answer', async () => {
    const one = (await service.anonymous.get('/health/live')).headers.get('Content-Security-Policy');
    const other = (await service.anonymous.get('/health/live')).headers.get('Content-Security-Policy');
    expect(one).toMatch(/default-src 'none';script-src 'self' 'nonce-[0-9a-f]{32}';/);
    expect(one).not.toMatch(/unsafe/);
    expect(one).not.toBe(other);
  });

  it('say of a resource of the API that it is data: nothing to load, to guess the type of, or to frame', async () => {
    const { headers, status } = await service.anonymous.get('/api/v1/frameworks');
    expect(status).toBe(200);
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none';frame-ancestors 'none'");
    const page = (await service.anonymous.get('/health/live')).headers;
    for (const name of ['X-Frame-Options', 'X-Content-Type-Options', 'Cross-Origin-Resource-Policy']) {
      expect([name, headers.get(name)]).toEqual([name, page.get(name)]);
      expect(headers.get(name)).not.toBeNull();
    }
  });

  it('are those of a page where there is no such resource, and where it is refused', async () => {
    for (const path of ['/api/v1/nowhere', '/api/v1/organisations'])
      expect((await service.anonymous.get(path)).headers.get('X-Content-Type-Options')).toBe('nosniff');
  });
});
