import { randomBytes } from 'node:crypto';
import type { Configuration, default as Provider, KoaContextWithOIDC } from 'oidc-provider';
import { AUDIENCE, type StandaloneIssuer, TOKEN_SECONDS } from './issuer.js';
import { ProviderMemory } from './provider-memory.js';
import { SAMPLE_MACHINE } from './sample-people.js';

/** The service itself as a client of its own provider. */
export interface OwnClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly afterSignOut: string;
}

/** Where the provider has somebody choose whom to sign in as. */
export const choosingAddress = (uid: string): string => `/standalone/sign-in/${uid}`;

/** Names what access tokens are for where a client does not: there is one thing only. */
const RESOURCE = `urn:${AUDIENCE}`;

/**
 * The identity provider of standalone mode: OpenID Connect by `oidc-provider`, in which anybody may be any of the sample people.
 * It is loaded only where it is used.
 */
export async function standaloneProvider(issuer: StandaloneIssuer, own: OwnClient): Promise<Provider> {
  const { default: OidcProvider, interactionPolicy } = await import('oidc-provider');
  const policy = interactionPolicy.base();
  // Somebody is chosen at each sign-in, never remembered: people try one after the other.
  const isChosen = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.result?.login === undefined;
  policy.get('login')?.checks.add(new interactionPolicy.Check('nobody_chosen', 'somebody is to be chosen', isChosen));
  const provider = new OidcProvider(issuer.address, { ...configuration(issuer, own), interactions: { policy, url: urlOf } });
  // The address people use is known by configuration; see `mountProvider`.
  provider.proxy = true;
  return provider;
}

const urlOf = (_ctx: KoaContextWithOIDC, { uid }: { readonly uid: string }): string => choosingAddress(uid);

const configuration = (issuer: StandaloneIssuer, own: OwnClient): Configuration => ({
  adapter: ProviderMemory,
  jwks: { keys: [...issuer.keys] },
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clients: [
    {
      client_id: own.id,
      client_secret: own.secret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [own.redirectUri],
      post_logout_redirect_uris: [own.afterSignOut],
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
    {
      client_id: SAMPLE_MACHINE.id,
      client_secret: SAMPLE_MACHINE.secret,
      redirect_uris: [],
      grant_types: ['client_credentials'],
      response_types: [],
    },
  ],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    // It remembers nobody, so there is nothing to sign out of.
    rpInitiatedLogout: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: AUDIENCE,
        accessTokenTTL: TOKEN_SECONDS,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  responseTypes: ['code'],
  pkce: { required: () => true },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  ttl: {
    AccessToken: TOKEN_SECONDS,
    AuthorizationCode: 60,
    ClientCredentials: TOKEN_SECONDS,
    Grant: TOKEN_SECONDS,
    IdToken: TOKEN_SECONDS,
    Interaction: TOKEN_SECONDS,
    Session: TOKEN_SECONDS,
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // Whoever sees this came by an address of their own making: there is nothing to go on to.
  renderError(ctx, { error, error_description: why }) {
    ctx.type = 'text/plain';
    ctx.body = `Signing in came to nothing (${error}${why === undefined ? '' : `: ${why}`}). Go back to the service and sign in again.`;
  },
  // The one client that people sign in with is the service itself: there is nothing to consent to.
  async loadExistingGrant(ctx) {
    const { client, session, provider } = ctx.oidc;
    if (client === undefined || session?.accountId === undefined) return undefined;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});
