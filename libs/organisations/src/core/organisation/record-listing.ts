import type { BusinessDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { OrganisationEvent } from './events.js';
import type { DatedBy, ListedPlace, RecordListing } from './listing.js';
import { type OrganisationRule, rulesOfAListing } from './rules.js';
import { sameName } from './same-name.js';
import { evolve, type Organisation, type Place, type RegisteredOrganisation, withFact } from './state.js';
import { inEffect, kindOn } from './timeline.js';

type Told = (listing: RecordListing, state: RegisteredOrganisation) => readonly OrganisationEvent[];

/** Records what a source lists and is not known yet; what is known already, in whatever spelling, yields nothing. */
export function recordListing(
  listing: RecordListing,
  state: Organisation,
): readonly OrganisationEvent[] | Refusal<OrganisationRule> {
  for (const rule of rulesOfAListing) {
    const refusal = rule(listing, state);
    if (refusal !== undefined) return refusal;
  }
  const told = registration(listing, state);
  const tellings: readonly Told[] = [opening, kind, names, onsCodes, places, merger, closing];
  return tellings.reduce<readonly OrganisationEvent[]>((events, tell) => {
    const known = events.reduce(evolve, state);
    return known.status === 'registered' ? [...events, ...tell(listing, known)] : events;
  }, told);
}

const dating = (listing: RecordListing, { on, dateIs }: DatedBy) => ({
  effectiveOn: on,
  dateIs,
  source: listing.source,
});

function registration(listing: RecordListing, state: Organisation): readonly OrganisationEvent[] {
  const [first] = listing.names;
  if (state.status === 'registered' || first === undefined) return [];
  const { code, kind, example } = listing;
  const marked = example === true || kind === 'example' ? { example: true as const } : {};
  return [{ type: 'OrganisationRegistered', data: { code, kind, name: first.name, ...marked, ...dating(listing, first) } }];
}

/** A given date replaces a derived one; a derived one never replaces anything. */
const isNews = (told: DatedBy | undefined, known: DatedBy | undefined): told is DatedBy =>
  told !== undefined &&
  (known === undefined || (told.dateIs === 'given' && (told.on !== known.on || known.dateIs === 'derived')));

const opening: Told = (listing, state) =>
  isNews(listing.opened, state.opened) ? [{ type: 'OrganisationOpened', data: dating(listing, listing.opened) }] : [];

const closing: Told = (listing, state) =>
  isNews(listing.closed, state.closed) ? [{ type: 'OrganisationClosed', data: dating(listing, listing.closed) }] : [];

const merger: Told = (listing, state) =>
  listing.merged === undefined || state.merged !== undefined
    ? []
    : [{ type: 'OrganisationMerged', data: { into: listing.merged.into, ...dating(listing, listing.merged) } }];

const kind: Told = (listing, state) =>
  kindOn(state, listing.kindSeen.on) === listing.kind
    ? []
    : [{ type: 'OrganisationKindChanged', data: { kind: listing.kind, ...dating(listing, listing.kindSeen) } }];

/**
 * A name seen on a day is news unless that name was known to be borne then: a day before the first one known is news
 * even under the same name, so that the order in which snapshots are imported does not matter.
 */
const names: Told = (listing, state) =>
  eachUnless(listing.names, state.names, (known, told) => sameName(known.name, told.name)).map((told) => ({
    type: 'OrganisationRenamed',
    data: { name: told.name, ...dating(listing, told) },
  }));

const onsCodes: Told = (listing, state) =>
  eachUnless(listing.onsCodes, state.onsCodes, (known, told) => known.onsCode === told.onsCode).map((told) => ({
    type: 'OnsCodeRecorded',
    data: { onsCode: told.onsCode, ...dating(listing, told) },
  }));

const places: Told = (listing, state) => {
  const resolved = listing.places.map((place) => ({ ...place, ...resolvedDay(place, state) }));
  return eachUnless(resolved, state.places, samePlace).map((told) => ({
    type: 'OrganisationPlaced',
    data: {
      ...(told.office === undefined ? {} : { office: told.office }),
      ...(told.region === undefined ? {} : { region: told.region }),
      ...dating(listing, told),
    },
  }));
};

const samePlace = (one: Place, other: Place): boolean => one.office === other.office && one.region === other.region;

/**
 * A derived day says "not before". Where another source saw the organisation elsewhere on or after that day, the move
 * came later: it is dated by the day on which it was surely there.
 */
function resolvedDay(place: ListedPlace, state: RegisteredOrganisation): DatedBy {
  const { on, seenOn, dateIs } = place;
  if (seenOn === undefined || seenOn <= on) return { on, dateIs };
  const known = inEffect(state.places, seenOn);
  return known !== undefined && (samePlace(known, place) || known.on >= on) ? { on: seenOn, dateIs } : { on, dateIs };
}

/** The facts told that were not in effect on their day, given what was known and the facts told before. */
function eachUnless<Known extends { readonly on: BusinessDate }, Fact extends Known>(
  told: readonly Fact[],
  known: readonly Known[],
  same: (known: Known, told: Fact) => boolean,
): readonly Fact[] {
  let facts = known;
  return told.filter((fact) => {
    const before = inEffect(facts, fact.on);
    if (before !== undefined && same(before, fact)) return false;
    facts = withFact<Known>(facts, fact);
    return true;
  });
}
