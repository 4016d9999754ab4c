import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { IssuerTokens, subjectIn } from './issuer-tokens.js';
import { remoteIssuer } from './remote-issuer.js';

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function newKey(kid: string): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } };
}

let issuer: Server;
let address: string;
let first: Key;
/** What the issuer publishes. */
let published: readonly Key[];
let logged: Record<string, unknown>[];
let tokens: IssuerTokens;

beforeAll(async () => {
  first = await newKey('first');
  issuer = createServer(({ url }, response) => {
    response.setHeader('Content-Type', 'application/json');
    const description = { issuer: address, jwks_uri: `${address}/keys` };
    response.end(JSON.stringify(url === '/keys' ? { keys: published.map(({ jwk }) => jwk) } : description));
  });
  issuer.listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  address = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}`;
});
afterAll(() => issuer.close());
beforeEach(() => {
  published = [first];
  logged = [];
  tokens = new IssuerTokens({
    audience: 'checkpoint',
    issuer: remoteIssuer(address, 0),
    subjectClaim: 'sub',
    personOf: (subject) => Promise.resolve(subject === 'alex at the issuer' ? 'alex' : undefined),
    log: { warn: (facts: Record<string, unknown>) => void logged.push(facts) } as never,
  });
});

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly sub?: string;
  readonly exp?: number;
}

const inAnHour = (): number => Math.floor(Date.now() / 1_000) + 3_600;

const claimsOf = ({ iss = address, aud = 'checkpoint', sub = 'alex at the issuer', exp = inAnHour() }: Claims) => ({
  ...{ iss, aud, sub, exp },
});

const signed = (claims: Claims, { kid, privateKey }: Pick<Key, 'kid' | 'privateKey'> = first): Promise<string> =>
  new SignJWT(claimsOf(claims)).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);

it('a token that holds is of whoever is registered under its subject', async () => {
  expect(await tokens.subjectOf(await signed({}))).toBe('alex');
  expect(logged).toEqual([]);
});

describe('a token is refused, and logged without itself,', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['that has expired', () => signed({ exp: inAnHour() - 4_000 }), 'it has expired'],
    ['for another audience', () => signed({ aud: 'elsewhere' }), 'its claim aud is missing or wrong'],
    ['of another issuer', () => signed({ iss: 'https://elsewhere.example' }), 'its claim iss is missing or wrong'],
    [
      'that is not signed',
      () => Promise.resolve(new UnsecuredJWT(claimsOf({})).encode()),
      'it is signed in no way that is taken, or not at all',
    ],
    [
      'signed with another key under the name of the right one',
      async () => signed({}, { ...(await newKey('x')), kid: first.kid }),
      'its signature is not that of the key it names',
    ],
    [
      'signed with a key that is not published',
      async () => signed({}, await newKey('unknown')),
      'it is signed with a key that the issuer does not publish',
    ],
    [
      'signed with the public key as a shared secret',
      () => new SignJWT(claimsOf({})).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(JSON.stringify(first.jwk))),
      'it is signed in no way that is taken, or not at all',
    ],
  ])('%s', async (_, token, reason) => {
    const text = await token();
    expect(await tokens.subjectOf(text)).toBeUndefined();
    expect(logged.map((facts) => facts['reason'])).toEqual([reason]);
    expect(JSON.stringify(logged)).not.toContain(text.split('.')[1]);
  });

  it('of somebody nobody registered: it holds, and is nobody’s', async () => {
    expect(await tokens.subjectOf(await signed({ sub: 'alex' }))).toBeNull();
    expect(logged).toMatchObject([{ reason: 'nobody is registered under its subject', kid: 'first' }]);
  });
});

it('a key the issuer turns to later is found by the first token that names it', async () => {
  expect(await tokens.subjectOf(await signed({}))).toBe('alex');
  const second = await newKey('second');
  published = [second, first];
  expect(await tokens.subjectOf(await signed({}, second))).toBe('alex');
  expect(await tokens.subjectOf(await signed({}))).toBe('alex');
});

it('a program that signed in by itself is called by its client id, and nobody else is', () => {
  expect(subjectIn({ sub: 'machine', client_id: 'machine' }, 'oid')).toBe('machine');
  expect(subjectIn({ sub: 'object', azp: 'machine', idtyp: 'app', oid: 'object' }, 'oid')).toBe('machine');
  expect(subjectIn({ sub: 'pairwise', azp: 'pages', oid: 'person' }, 'oid')).toBe('person');
  expect(subjectIn({ sub: 'pairwise', azp: 'pages' }, 'oid')).toBeUndefined();
});
