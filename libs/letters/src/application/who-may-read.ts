import { lies, type Person, type Place, roleMay } from '#identity/contract.js';
import type { KnownLetter } from '../core/letter/state.js';

/** Where a letter lies: with the assessment it is about. */
export const placeOf = ({ organisation, office, region }: KnownLetter): Place => ({
  organisation: organisation.code,
  office: office.code,
  region: region.code,
});

/**
 * Whether somebody sees a letter, as it stands now: those who see the assessment it is about, from the first draft (`inSight` holds
 * it then); the organisation once it is asked to check the facts and for good once it is issued; everybody signed in once it is
 * published.
 */
export function sees(person: Person, letter: KnownLetter, inSight: ReadonlySet<string>): boolean {
  if (letter.status !== 'draft' && letter.publications.length > 0) return roleMay(person, 'letter.read');
  if (person.role === 'organisation')
    return lies(placeOf(letter), person.area) && (letter.status === 'draft' ? letter.check.status === 'asked' : wasSent(letter));
  return roleMay(person, 'letter-drafts.read') && inSight.has(letter.assessment);
}

/** A draft that was withdrawn never reached the organisation. */
const wasSent = (letter: Exclude<KnownLetter, { status: 'draft' }>): boolean => letter.issue !== undefined;
