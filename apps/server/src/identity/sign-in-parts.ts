import type { IdentityProvider } from './identity-provider.js';
import type { PersonOf } from './people-by-subject.js';

/** What signs people in to the pages: the identity provider, and whose its names are. */
export interface SignInParts {
  readonly provider: Pick<IdentityProvider, 'begin' | 'complete' | 'signOutAddress'>;
  readonly personOf: PersonOf;
}

/** The injection token of the SignInParts. */
export const SIGN_IN_PARTS = Symbol('SignInParts');
