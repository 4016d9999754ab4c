import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { TokenVerifier } from '../edge/authentication.js';

const description = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Checks tokens of an identity provider elsewhere, whose keys are found by OpenID Connect discovery at the first token. */
export class RemoteIssuer implements TokenVerifier {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(
    private readonly issuer: string,
    private readonly audience: string,
  ) {}

  async subjectOf(token: string): Promise<string | undefined> {
    const keys = await this.discovered();
    try {
      const checks = {
        issuer: this.issuer,
        audience: this.audience,
        algorithms: ['ES256', 'RS256', 'PS256'],
        requiredClaims: ['exp', 'sub'],
      };
      return (await jwtVerify(token, keys, checks)).payload.sub;
    } catch {
      return undefined;
    }
  }

  private discovered(): Promise<JWTVerifyGetKey> {
    this.keys ??= discover(this.issuer).catch((error: unknown) => {
      // Asked again at the next token: the provider may only have been restarting.
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${address} answered ${String(answer.status)}`);
  const found = description.parse(await answer.json());
  if (found.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) throw new Error(`${address} describes another issuer`);
  return createRemoteJWKSet(new URL(found.jwks_uri));
}
