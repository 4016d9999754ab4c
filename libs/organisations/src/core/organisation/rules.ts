import { refuse, type Refusal } from '#kernel/refusal.js';
import type { OrganisationKind } from './kinds.js';
import type { RecordListing } from './listing.js';
import type { Organisation } from './state.js';
import { kindOn } from './timeline.js';

/** The rules of an organisation's record, by name. */
export type OrganisationRule =
  | 'a-first-listing-gives-a-name'
  | 'a-code-keeps-its-kind'
  | 'an-organisation-closes-after-it-opened'
  | 'an-organisation-has-one-successor'
  | 'an-organisation-does-not-succeed-itself';

type Verdict = Refusal<OrganisationRule> | undefined;
type Rule = (listing: RecordListing, state: Organisation) => Verdict;

/** Without a name nobody could tell what the code stands for. */
const aFirstListingGivesAName: Rule = (listing, state) =>
  state.status === 'unknown' && listing.names.length === 0
    ? refuse('a-first-listing-gives-a-name', `${listing.code} is not known yet, and this source gives no name for it.`)
    : undefined;

/** ODS identifiers are never reused (ODS code policy); only CCGs went on under their codes, as sub-ICB locations. */
const aCodeKeepsItsKind: Rule = (listing, state) => {
  if (state.status === 'unknown') return undefined;
  const known = kindOn(state);
  const heirs: readonly OrganisationKind[] = ['ccg', 'sub-icb-location'];
  if (known === listing.kind || (heirs.includes(known) && heirs.includes(listing.kind))) return undefined;
  return refuse('a-code-keeps-its-kind', `${listing.code} is recorded as ${known}; this source lists it as ${listing.kind}.`);
};

/** A closing before the opening is a slip of the source. */
const anOrganisationClosesAfterItOpened: Rule = (listing, state) => {
  const known: Pick<RecordListing, 'opened' | 'closed'> = state.status === 'registered' ? state : {};
  const { opened, closed } = { ...known, ...listing };
  if (opened === undefined || closed === undefined || opened.on <= closed.on) return undefined;
  return refuse(
    'an-organisation-closes-after-it-opened',
    `${listing.code} cannot have closed on ${closed.on}: it opened on ${opened.on}.`,
  );
};

/** No CCG ever split: each has exactly one successor (NHS England, list of CCG mergers 2013 to 2021). */
const anOrganisationHasOneSuccessor: Rule = (listing, state) => {
  const known = state.status === 'registered' ? state.merged : undefined;
  if (known === undefined || listing.merged === undefined || known.into === listing.merged.into) return undefined;
  return refuse('an-organisation-has-one-successor', `${listing.code} merged into ${known.into} on ${known.on}.`);
};

const anOrganisationDoesNotSucceedItself: Rule = (listing) =>
  listing.merged?.into === listing.code
    ? refuse('an-organisation-does-not-succeed-itself', `${listing.code} cannot merge into itself.`)
    : undefined;

/** Every rule a listing is held to, in the order in which a broken one is told. */
export const rulesOfAListing: readonly Rule[] = [
  aFirstListingGivesAName,
  aCodeKeepsItsKind,
  anOrganisationClosesAfterItOpened,
  anOrganisationHasOneSuccessor,
  anOrganisationDoesNotSucceedItself,
];
