import type { SignInNames } from '#identity/contract.js';

/** Who an issuer's name for somebody belongs to here. */
export type PersonOf = (subject: string) => Promise<string | undefined>;

/** By the side table of sign-in names. */
export const filedUnder =
  (names: SignInNames, issuer: string): PersonOf =>
  (subject) =>
    names.personOf({ issuer, subject });

/** The issuer of standalone mode calls people as we do. */
export const asTheyAre: PersonOf = (subject) => Promise.resolve(subject);
