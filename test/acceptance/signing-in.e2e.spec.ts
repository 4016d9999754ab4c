import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import { DataSource } from 'typeorm';
import { SignInNames } from '#identity/contract.js';
import { SAMPLE_MACHINE } from '../../apps/server/src/standalone/sample-people.js';
import { PageClient } from './support/page-client.js';
import { samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

describe('at the service’s own provider', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService({ people: samplePeopleAnd([SAMPLE_MACHINE]) });
  });
  afterAll(() => service.stop());

  const database = (): DataSource => service.running.application.get(DataSource);
  const isSignedIn = async (client: PageClient): Promise<boolean> => (await client.read('/work')).status === 200;

  it('somebody is sent to choose, and back to the page they asked for', async () => {
    const client = new PageClient(service.address);
    expect((await client.read('/frameworks?x=1')).status).toBe(200);
    const asked = await client.read('/history');
    expect([asked.status, asked.to]).toEqual([303, '/sign-in?to=%2Fhistory']);
    const page = await client.signIn('auditor', asked.to ?? '');
    expect([page.status, page.path]).toEqual([200, '/history']);
    expect(page.text).toContain('Auditor');
  });

  it('nobody is signed in by an answer that was not theirs to bring', async () => {
    const [begins, other] = [new PageClient(service.address), new PageClient(service.address)];
    const form = await begins.follow('/sign-in');
    const chosen = await begins.send(form.path, { signInAs: 'auditor' });
    const { to } = await begins.read(chosen.to ?? '');
    expect(to).toContain('/signed-in?code=');
    await other.read('/sign-in');
    expect((await other.read(to ?? '')).text).toContain('begun too long ago, or elsewhere');
    expect(await isSignedIn(other)).toBe(false);
    expect((await begins.read((to ?? '').replace(/code=[^&]+/, 'code=made-up'))).text).toContain('did not sign you in');
    // It was answered, however badly: the right code comes too late.
    expect((await begins.read(to ?? '')).status).toBe(400);
  });

  it.each([
    ['was away for longer than SESSION_IDLE_MINUTES', "seen_at = clock_timestamp() - interval '31 minutes'"],
    ['signed in longer ago than SESSION_HOURS', "expires_at = clock_timestamp() - interval '1 second'"],
  ])('somebody who %s signs in anew', async (_, change) => {
    const client = await PageClient.signedInAs(service.address, 'auditor');
    expect(await isSignedIn(client)).toBe(true);
    await database().query(`update app.sessions set ${change}`);
    expect((await client.read('/work')).to).toBe('/sign-in?to=%2Fwork');
  });

  it('somebody who keeps looking at pages stays signed in', async () => {
    const client = await PageClient.signedInAs(service.address, 'auditor');
    await database().query("update app.sessions set seen_at = clock_timestamp() - interval '29 minutes'");
    expect(await isSignedIn(client)).toBe(true);
    const [row] = await database().query<{ seen: boolean }[]>(
      "select bool_or(seen_at > clock_timestamp() - interval '1 minute') as seen from app.sessions",
    );
    expect(row?.seen).toBe(true);
  });

  it('a program signs in by itself, with its client id and secret', async () => {
    const ask = (secret: string): Promise<Response> =>
      fetch(`${service.address}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${SAMPLE_MACHINE.id}:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
    const { access_token: token } = (await (await ask(SAMPLE_MACHINE.secret)).json()) as { access_token: string };
    const me = await service.anonymous.withToken(token).get('/api/v1/me');
    expect(me.body).toMatchObject({ id: 'sample-machine', role: 'assessor', actingAs: 'assessor@Q00' });
    expect((await ask('guessed')).status).toBe(401);
  });

  it('a form posted at the API is still refused', async () => {
    const answer = await fetch(`${service.address}/standalone/token`, {
      method: 'POST',
      body: new URLSearchParams({ person: 'auditor' }),
    });
    expect(answer.status).toBe(415);
  });
});

describe('at an identity provider elsewhere', () => {
  let provider: Server;
  let issuer: string;
  let service: TestService;
  beforeAll(async () => {
    provider = createServer();
    provider.listen(0, '127.0.0.1');
    await once(provider, 'listening');
    issuer = `http://127.0.0.1:${String((provider.address() as AddressInfo).port)}`;
    service = await startTestService({
      people: samplePeopleAnd([]),
      settings: {
        ...{ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'checkpoint', OIDC_CLIENT_ID: 'pages', OIDC_ACR_VALUES: 'aal3 aal2' },
        OIDC_CLIENT_SECRET: 'between us',
      },
    });
    const answer = (await providerFor(issuer, service.address)).callback();
    provider.on('request', (request, response) => void answer(request, response));
    const names = service.running.application.get(SignInNames, { strict: false });
    await names.file(issuer, 'auditor', '555000111222');
    await names.file(issuer, 'national-panel', '555000111222-weakly');
  });
  afterAll(async () => {
    await service.stop();
    provider.close();
  });

  /** Signs in at the provider's own form as whatever it calls somebody. */
  async function signIn(subject: string) {
    const client = new PageClient(service.address);
    const form = await client.follow('/sign-in?to=/history');
    expect(form.path).toContain(`${issuer}/interaction/`);
    const sent = await client.send(form.path, { login: subject, password: 'any', prompt: 'login' });
    return { client, page: await client.follow(sent.to ?? '') };
  }

  it('whom it knows, and an administrator registered, is signed in; and signed out there too', async () => {
    const { client, page } = await signIn('555000111222');
    expect([page.status, page.path]).toEqual([200, '/history']);
    const out = await client.send('/sign-out', {}, '/');
    const leads = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(out.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const address = new URL(leads);
    expect(address.origin + address.pathname).toBe(`${issuer}/session/end`);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${service.address}/`);
    expect((await client.read(leads)).text).toContain('Do you want to sign-out');
    expect((await client.read('/work')).status).toBe(303);
  });

  it('whom it authenticated otherwise than it was asked to is let into nothing', async () => {
    const { client, page } = await signIn('555000111222-weakly');
    expect(page.text).toContain('did not sign you in');
    expect((await client.read('/work')).status).toBe(303);
  });

  it('whom it knows, and nobody registered, is told what it calls them, and let into nothing', async () => {
    const { client, page } = await signIn('nobody-we-know');
    expect(page.status).toBe(403);
    expect(page.text).toContain('your identity provider calls you nobody-we-know');
    expect((await client.read('/work')).status).toBe(303);
  });
});

/** A provider as others have one: it knows everybody, by whatever they type. */
async function providerFor(issuer: string, service: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'elsewhere', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key of the test'] },
    clients: [
      {
        client_id: 'pages',
        client_secret: 'between us',
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${service}/signed-in`],
        post_logout_redirect_uris: [`${service}/`],
      },
    ],
    acrValues: ['aal1', 'aal2', 'aal3'],
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    async loadExistingGrant({ oidc }) {
      // How strongly it authenticates somebody is theirs to say here, whatever was asked.
      if (oidc.session !== undefined) oidc.session.acr = oidc.session.accountId?.endsWith('weakly') === true ? 'aal1' : 'aal2';
      const grant = new oidc.provider.Grant({
        ...{ clientId: oidc.client?.clientId ?? '', accountId: oidc.session?.accountId ?? '' },
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
}
