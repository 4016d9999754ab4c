import { createPrivateKey, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as client from 'openid-client';

/** How we are known to an identity provider, and what we ask of it. */
export interface IdentityProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** With a shared secret; with a private key of ours (`private_key_jwt`), PEM; or with neither, by PKCE alone. */
  readonly authentication: { readonly secret: string } | { readonly keyFile: string; readonly keyId?: string } | 'none';
  readonly scope: string;
  /** How strongly people are to be authenticated, in the provider's own words. */
  readonly acrValues?: string | undefined;
  /** The claim that says who somebody is. */
  readonly subjectClaim: string;
  /** Where it sends people back to after signing in, and after signing out. */
  readonly redirectUri: string;
  readonly afterSignOut: string;
  /** How its own addresses are asked by this process; `fetch` unless given. */
  readonly fetch?: client.CustomFetch | undefined;
}

/** What ties an answer of the provider to the question it answers. */
export interface SignInQuestion {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Somebody whom the provider signed in. */
export interface SignedIn {
  /** What the provider calls them. */
  readonly subject: string | undefined;
  /** The token that said so; it is shown to the provider again at sign-out. */
  readonly idToken: string;
}

/** Of seconds, how far the provider's clock may be from ours, and how long it may take to answer. */
const CLOCK_TOLERANCE = 30;
const PATIENCE = 5;

/** Signs people in by the authorization code flow of OpenID Connect with PKCE, at any issuer. */
export class IdentityProvider {
  #found: Promise<client.Configuration> | undefined;

  constructor(private readonly options: IdentityProviderOptions) {}

  /** A question, and the address at the provider that asks it. */
  async begin(): Promise<{ readonly address: URL; readonly question: SignInQuestion }> {
    const { redirectUri, scope, acrValues } = this.options;
    const question = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const address = client.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: redirectUri,
      scope,
      state: question.state,
      nonce: question.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(question.verifier),
      code_challenge_method: 'S256',
      ...(acrValues !== undefined && { acr_values: acrValues }),
    });
    return { address, question };
  }

  /**
   * Takes the provider's answer, checks it against the question, and exchanges its code.
   *
   * @param query of the address the provider sent somebody back to, with its "?".
   * @throws whatever the provider or the checks found wrong: see `reasonOfFailure`.
   */
  async complete(query: string, { state, nonce, verifier }: SignInQuestion): Promise<SignedIn> {
    const answer = new URL(`${this.options.redirectUri}${query}`);
    const tokens = await client.authorizationCodeGrant(await this.#configuration(), answer, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    });
    const claims = tokens.claims();
    this.#theyAreAuthenticatedAsAsked(claims?.acr);
    const subject = claims?.[this.options.subjectClaim];
    return { subject: typeof subject === 'string' ? subject : undefined, idToken: tokens.id_token ?? '' };
  }

  /** What is asked for by `acr_values` is a wish, which a provider may leave unheard: what it did stands in the token. */
  #theyAreAuthenticatedAsAsked(acr: unknown): void {
    const asked = this.options.acrValues?.split(/\s+/u).filter((value) => value !== '') ?? [];
    if (asked.length === 0 || (typeof acr === 'string' && asked.includes(acr))) return;
    throw new WeaklyAuthenticated(typeof acr === 'string' ? acr : undefined, asked);
  }

  /** Where somebody signs out at the provider too; undefined where it offers none. */
  async signOutAddress(idToken: string): Promise<URL | undefined> {
    const configuration = await this.#configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(configuration, {
      ...{ id_token_hint: idToken, post_logout_redirect_uri: this.options.afterSignOut },
    });
  }

  #configuration(): Promise<client.Configuration> {
    this.#found ??= this.#discover().catch((error: unknown) => {
      // Asked again at the next sign-in: the provider may only have been restarting.
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }

  async #discover(): Promise<client.Configuration> {
    const { issuer, clientId, fetch } = this.options;
    const address = new URL(issuer);
    return client.discovery(address, clientId, { [client.clockTolerance]: CLOCK_TOLERANCE }, await this.#authentication(), {
      timeout: PATIENCE,
      // An issuer on http is one on this machine, or somebody's trial.
      ...(address.protocol === 'http:' && { execute: [client.allowInsecureRequests] }),
      ...(fetch && { [client.customFetch]: fetch }),
    });
  }

  async #authentication(): Promise<client.ClientAuth> {
    const { authentication } = this.options;
    if (authentication === 'none') return client.None();
    if ('secret' in authentication) return client.ClientSecretPost(authentication.secret);
    const { keyFile, keyId } = authentication;
    return client.PrivateKeyJwt({ key: await signingKey(keyFile), ...(keyId !== undefined && { kid: keyId }) });
  }
}

/** A private key as PEM, RSA (signs RS512, as NHS CIS2 asks) or P-256. */
async function signingKey(file: string): Promise<webcrypto.CryptoKey> {
  const key = createPrivateKey(readFileSync(file));
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const algorithm =
    key.asymmetricKeyType === 'ec' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' };
  return webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

/** The provider signed somebody in otherwise than it was asked to. */
export class WeaklyAuthenticated extends Error {
  constructor(
    /** What it says it did, in its own words; undefined where it says nothing. */
    readonly acr: string | undefined,
    readonly asked: readonly string[],
  ) {
    super('the provider did not authenticate them as it was asked to');
  }
}

/** Why a sign-in failed, for the log: the kind of failure and the provider's own code, no token and no name. */
export function reasonOfFailure(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof client.AuthorizationResponseError) return { reason: 'the provider refused', code: error.error };
  if (error instanceof client.ResponseBodyError) return { reason: 'the provider did not take the code', code: error.error };
  if (error instanceof WeaklyAuthenticated)
    return { reason: error.message, code: 'acr', acr: error.acr ?? null, asked: error.asked };
  if (error instanceof client.ClientError) return { reason: error.message, code: error.code };
  return { reason: error instanceof Error ? error.message : 'unknown' };
}
