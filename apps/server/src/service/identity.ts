import { randomBytes } from 'node:crypto';
import type Provider from 'oidc-provider';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { SignInNames } from '#identity/contract.js';
import { addressOf, type Config } from '#platform/config/config.js';
import type { TokenVerifier } from '../edge/authentication.js';
import { RememberedTokens } from '../edge/remembered-tokens.js';
import { IdentityProvider, type IdentityProviderOptions } from '../identity/identity-provider.js';
import { IssuerTokens } from '../identity/issuer-tokens.js';
import { asTheyAre, filedUnder } from '../identity/people-by-subject.js';
import { remoteIssuer } from '../identity/remote-issuer.js';
import type { SignInParts } from '../identity/sign-in-parts.js';
import { AUDIENCE, StandaloneIssuer } from '../standalone/issuer.js';
import { standaloneProvider } from '../standalone/provider.js';
import { signingKeys } from '../standalone/signing-key.js';

/** What finds out who somebody is: by bearer token and in the pages. */
export interface Identity {
  readonly tokens: TokenVerifier;
  readonly signIn: SignInParts;
  /** The issuer of standalone mode, and the provider it answers by. */
  readonly issuer?: StandaloneIssuer;
  readonly standaloneProvider?: Provider;
}

/** At the issuer that the settings name, or at our own. Nothing is asked of an issuer before somebody wants in. */
export function identityOf(config: Config, dataSource: DataSource, log: Logger): Promise<Identity> {
  return config.standalone ? atOurOwn(config, dataSource, log) : Promise.resolve(elsewhere(config, dataSource, log));
}

const PAGES_CLIENT = 'checkpoint-pages';

/** Where people come back to from an identity provider. */
const returning = ({ publicUrl }: Config) => ({ redirectUri: `${publicUrl}/signed-in`, afterSignOut: `${publicUrl}/` });

async function atOurOwn(config: Config, dataSource: DataSource, log: Logger): Promise<Identity> {
  const issuer = new StandaloneIssuer(config.publicUrl, await signingKeys(dataSource));
  // One process is both sides, so nobody else needs the secret.
  const own = { id: PAGES_CLIENT, secret: randomBytes(32).toString('base64url'), ...returning(config) };
  const personOf = asTheyAre;
  const options = { audience: AUDIENCE, issuer: () => issuer.issuerKeys(), subjectClaim: 'sub', personOf, log };
  const provider = new IdentityProvider({
    ...{ issuer: issuer.address, clientId: own.id, authentication: { secret: own.secret } },
    ...{ scope: 'openid', subjectClaim: 'sub', ...returning(config) },
    // We may not reach ourselves by the address that people use.
    fetch: (url, request) => fetch(url.replace(config.publicUrl, addressOf(config.host, config.port)), request as RequestInit),
  });
  return {
    ...{ tokens: new RememberedTokens(new IssuerTokens(options)), signIn: { provider, personOf } },
    ...{ issuer, standaloneProvider: await standaloneProvider(issuer, own) },
  };
}

function elsewhere(config: Config, dataSource: DataSource, log: Logger): Identity {
  const { oidcIssuer, oidcAudience, oidcSubjectClaim: subjectClaim } = config;
  // The settings were checked together: an issuer comes with its audience.
  if (oidcIssuer === undefined || oidcAudience === undefined) throw new Error('an issuer without an audience');
  const personOf = filedUnder(new SignInNames(dataSource), oidcIssuer);
  const options = { audience: oidcAudience, issuer: remoteIssuer(oidcIssuer), subjectClaim, personOf, log };
  const provider = new IdentityProvider({
    // Where there are no pages nobody signs in by them.
    ...{ issuer: oidcIssuer, clientId: config.oidcClientId ?? '', authentication: authenticationOf(config) },
    ...{ scope: config.oidcScope, acrValues: config.oidcAcrValues, subjectClaim, ...returning(config) },
  });
  return { tokens: new RememberedTokens(new IssuerTokens(options)), signIn: { provider, personOf } };
}

function authenticationOf({
  oidcClientKeyFile: keyFile,
  oidcClientKeyId: keyId,
  oidcClientSecret: secret,
}: Config): IdentityProviderOptions['authentication'] {
  if (keyFile !== undefined) return { keyFile, ...(keyId !== undefined && { keyId }) };
  return secret === undefined ? 'none' : { secret };
}
