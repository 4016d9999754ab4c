import { createRemoteJWKSet } from 'jose';
import { z } from 'zod';
import type { IssuerKeys } from './issuer-tokens.js';

const description = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** How often at most, in milliseconds, an issuer is asked again for its keys by a token that names one it did not publish. */
const COOLDOWN_MS = 10_000;

/**
 * Finds an issuer's keys by OpenID Connect discovery, at the first token. A key it publishes later is found by the first token
 * that names it; one it withdrew is forgotten with the next look, within ten minutes.
 */
export function remoteIssuer(issuer: string, cooldownDuration = COOLDOWN_MS): () => Promise<IssuerKeys> {
  let found: Promise<IssuerKeys> | undefined;
  return () => {
    found ??= discover(issuer, cooldownDuration).catch((error: unknown) => {
      // Asked again at the next token: the issuer may only have been restarting.
      found = undefined;
      throw error;
    });
    return found;
  };
}

async function discover(issuer: string, cooldownDuration: number): Promise<IssuerKeys> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${address} answered ${String(answer.status)}`);
  const told = description.parse(await answer.json());
  if (new URL(told.issuer).href.replace(/\/$/, '') !== new URL(issuer).href.replace(/\/$/, ''))
    throw new Error(`${address} describes another issuer`);
  return { issuer: told.issuer, keys: createRemoteJWKSet(new URL(told.jwks_uri), { cooldownDuration }) };
}
