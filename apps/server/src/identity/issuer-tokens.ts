import { decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import type { TokenVerifier } from '../edge/authentication.js';

/** Of seconds, how far an issuer's clock may be from ours. */
const CLOCK_TOLERANCE = 5;

/** Algorithms of signatures that keys published by an issuer can check; no shared secrets, and never `none`. */
const ALGORITHMS = ['ES256', 'ES384', 'EdDSA', 'Ed25519', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** What is known of an issuer once it was asked. */
export interface IssuerKeys {
  /** As it writes itself in `iss`. */
  readonly issuer: string;
  readonly keys: JWTVerifyGetKey;
}

/** Whose tokens are taken, and whose they are here. */
export interface IssuerTokensOptions {
  readonly audience: string;
  /** Asked at each token, so that an issuer that was not there at first is found later. */
  readonly issuer: () => Promise<IssuerKeys>;
  /** The claim that says who somebody is. */
  readonly subjectClaim: string;
  /** Who an issuer's name for somebody belongs to here. */
  readonly personOf: (subject: string) => Promise<string | undefined>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Checks the bearer tokens of an issuer. What is refused is logged, with the reason and never the token. */
export class IssuerTokens implements TokenVerifier {
  constructor(private readonly options: IssuerTokensOptions) {}

  async subjectOf(token: string): Promise<string | null | undefined> {
    const { audience, subjectClaim, personOf } = this.options;
    const { issuer, keys } = await this.options.issuer();
    let payload: JWTPayload;
    try {
      const checks = {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE,
      };
      ({ payload } = await jwtVerify(token, keys, checks));
    } catch (error) {
      return this.#refused(reasonOf(error), token);
    }
    const subject = subjectIn(payload, subjectClaim);
    if (subject === undefined) return this.#refused(`it has no claim ${subjectClaim}`, token);
    const person = await personOf(subject);
    if (person === undefined) this.#refused('nobody is registered under its subject', token);
    return person ?? null;
  }

  #refused(reason: string, token: string): undefined {
    this.options.log.warn({ reason, ...headerOf(token) }, 'a token was refused');
    return undefined;
  }
}

/**
 * Who a token is of. A program that signed in by itself (client credentials) is called by its client id: its token's subject is
 * the client (RFC 9068, section 2.2), or `idtyp` says so (Entra ID). Nobody else's token is ever read by its client.
 */
export function subjectIn(payload: JWTPayload, subjectClaim: string): string | undefined {
  const client = text(payload['client_id']) ?? text(payload['azp']) ?? text(payload['appid']);
  const isProgram = payload['idtyp'] === 'app' || (client !== undefined && payload.sub === client);
  return isProgram ? client : text(payload[subjectClaim]);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Why a token does not hold, in words that say nothing of what it holds. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its claim ${error.claim} is missing or wrong`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not that of the key it names';
  if (error instanceof errors.JWKSNoMatchingKey) return 'it is signed with a key that the issuer does not publish';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is signed in no way that is taken, or not at all';
  if (error instanceof errors.JWKSTimeout) return 'the keys of its issuer could not be asked for';
  return error instanceof errors.JOSEError ? `it is no token that can be checked (${error.code})` : 'it could not be checked';
}

/** Which key and algorithm it names: no secret, and what somebody who looks into it needs. */
function headerOf(token: string): Readonly<Record<string, string>> {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return { ...(alg !== undefined && { alg: alg.slice(0, 20) }), ...(kid !== undefined && { kid: kid.slice(0, 100) }) };
  } catch {
    return {};
  }
}
