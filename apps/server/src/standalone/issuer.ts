import { createLocalJWKSet, importJWK, type JWK, SignJWT } from 'jose';
import type { IssuerKeys } from '../identity/issuer-tokens.js';
import type { SigningKey } from './signing-key.js';

/** What the tokens of standalone mode are for. */
export const AUDIENCE = 'checkpoint-assurance';
/** A working day's sign-in would be too long for a token that cannot be called back; an hour is not. */
export const TOKEN_SECONDS = 3_600;

/** The issuer of standalone mode: what it signs with, and what its tokens are checked with. */
export class StandaloneIssuer {
  /** The `iss` of its tokens, under which it answers as OpenID Connect says. */
  readonly address: string;

  constructor(
    publicUrl: string,
    /** The one that signs first. */
    readonly keys: readonly [SigningKey, ...SigningKey[]],
  ) {
    this.address = `${publicUrl}/oidc`;
  }

  /** A token for the person, valid for `TOKEN_SECONDS`, for programs that try things out: the provider gives the same to clients. */
  async tokenFor(person: string): Promise<string> {
    const [key] = this.keys;
    return new SignJWT({})
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt' })
      .setIssuer(this.address)
      .setAudience(AUDIENCE)
      .setSubject(person)
      .setIssuedAt()
      .setExpirationTime(`${String(TOKEN_SECONDS)}s`)
      .sign(await importJWK(key, key.alg));
  }

  /** Its own tokens are checked with its keys at hand, without asking itself over HTTP. */
  issuerKeys(): Promise<IssuerKeys> {
    return Promise.resolve({ issuer: this.address, keys: createLocalJWKSet({ keys: this.keys.map(publicHalf) }) });
  }
}

const publicHalf = ({ kty, crv, x, y, kid, alg }: SigningKey): JWK => ({ kty, crv, x, y, kid, alg, use: 'sig' }) as JWK;
