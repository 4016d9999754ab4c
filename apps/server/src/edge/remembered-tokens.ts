import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { TokenVerifier } from './authentication.js';

/** No longer than this, so that a signing key that was withdrawn is soon worth nothing. */
const LONGEST_MS = 60_000;
const MOST_TOKENS = 5_000;

/**
 * Spares a token that was found valid a moment ago another check of its signature, which costs more than all the rest of a
 * command. It never outlives its `exp`, and whose it is is still looked up for each request.
 */
export class RememberedTokens implements TokenVerifier {
  private readonly known = new LRUCache<string, { readonly subject: string; readonly until: number }>({ max: MOST_TOKENS });

  constructor(
    private readonly tokens: TokenVerifier,
    private readonly now: () => number = Date.now,
  ) {}

  async subjectOf(token: string): Promise<string | null | undefined> {
    const known = this.known.get(token);
    if (known !== undefined && this.now() < known.until) return known.subject;
    const subject = await this.tokens.subjectOf(token);
    if (subject === undefined || subject === null) this.known.delete(token);
    else this.known.set(token, { subject, until: Math.min(this.now() + LONGEST_MS, expiryOf(token)) });
    return subject;
  }
}

/** In milliseconds; a token without one is not remembered. */
function expiryOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? 0) * 1_000;
  } catch {
    return 0;
  }
}
