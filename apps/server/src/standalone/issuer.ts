import { type JWK, jwtVerify, SignJWT } from 'jose';
import type { TokenVerifier } from '../edge/authentication.js';
import type { SigningKey } from './signing-key.js';

/** What the tokens of standalone mode are for. */
export const AUDIENCE = 'checkpoint-assurance';
/** A working day's sign-in would be too long for a token that cannot be called back; an hour is not. */
export const TOKEN_SECONDS = 3_600;

/** The issuer of standalone mode: it signs tokens for the sample people and checks them. */
export class StandaloneIssuer implements TokenVerifier {
  /** The `iss` of its tokens, which serves its description. */
  readonly address: string;

  constructor(
    publicUrl: string,
    private readonly key: SigningKey,
  ) {
    this.address = `${publicUrl}/oidc`;
  }

  /** A token for the person, valid for `TOKEN_SECONDS`. */
  tokenFor(person: string): Promise<string> {
    return new SignJWT({})
      .setProtectedHeader({ alg: 'ES256', kid: this.key.id, typ: 'at+jwt' })
      .setIssuer(this.address)
      .setAudience(AUDIENCE)
      .setSubject(person)
      .setIssuedAt()
      .setExpirationTime(`${String(TOKEN_SECONDS)}s`)
      .sign(this.key.privateKey);
  }

  async subjectOf(token: string): Promise<string | undefined> {
    try {
      const checks = { issuer: this.address, audience: AUDIENCE, algorithms: ['ES256'], requiredClaims: ['exp', 'sub'] };
      return (await jwtVerify(token, this.key.publicJwk, checks)).payload.sub;
    } catch {
      return undefined;
    }
  }

  /** The public keys others check the tokens with. */
  get keys(): { readonly keys: readonly JWK[] } {
    return { keys: [this.key.publicJwk] };
  }

  /** OpenID Connect discovery: what a program needs to check the tokens. */
  get description(): Readonly<Record<string, unknown>> {
    return {
      issuer: this.address,
      jwks_uri: `${this.address}/jwks`,
      token_endpoint: `${this.address.slice(0, -'/oidc'.length)}/standalone/token`,
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    };
  }
}
