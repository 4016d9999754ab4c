import type { BusinessDate } from '#kernel/business-date.js';
import type { DatedBy } from '../core/organisation/listing.js';
import type { From, Place, RegisteredOrganisation } from '../core/organisation/state.js';
import { closingOf, dayBefore, inEffect, kindOn, lifeOn, nameOn, placeOn, standingDay } from '../core/organisation/timeline.js';
import type { Dated, DatedName, DatedPlace, MergerLink, NamedOrganisation, OrganisationView } from './organisation-view.js';

interface Surroundings {
  readonly effectiveOn: BusinessDate | undefined;
  /** The organisations it refers to, by code. */
  readonly others: ReadonlyMap<string, RegisteredOrganisation>;
  readonly predecessors: readonly RegisteredOrganisation[];
}

/** The codes of the organisations that one refers to. */
export const codesIn = ({ places, merged }: RegisteredOrganisation): readonly string[] =>
  [...places.flatMap(({ office, region }) => [office, region]), merged?.into].filter((code) => code !== undefined);

/** Everything known about an organisation, in words for readers. */
export function organisationView(known: RegisteredOrganisation, around: Surroundings): OrganisationView {
  const { others, predecessors, effectiveOn = standingDay(known) } = around;
  const closed = closingOf(known);
  const life = lifeOn(known, effectiveOn);
  const onsCode = (inEffect(known.onsCodes, effectiveOn) ?? known.onsCodes[0])?.onsCode;
  return {
    code: known.code,
    kind: kindOn(known, effectiveOn),
    name: nameOn(known, effectiveOn),
    ...(onsCode === undefined ? {} : { onsCode }),
    ...parents(placeOn(known, effectiveOn), others, effectiveOn),
    ...(life.opened === undefined ? {} : { openedOn: life.opened.on }),
    ...(life.closed === undefined ? {} : { closedOn: life.closed.on }),
    ...derivedAmong({ openedOn: life.opened, closedOn: life.closed }),
    kinds: known.kinds.map((one, index) => ({
      kind: one.kind,
      ...stretch(index === 0 ? known.opened : one, known.kinds[index + 1], closed),
    })),
    names: datedNames(known),
    places: known.places.map((place, index) => ({
      ...stretch(place, known.places[index + 1], closed),
      ...parents(place, others, place.on),
    })),
    predecessors: predecessors.flatMap((predecessor) => predecessorLink(predecessor)),
    ...(known.merged === undefined ? {} : { successor: { ...named(known.merged.into, others), on: known.merged.on } }),
  };
}

/** The first name known counts from the opening: nothing tells of another before. */
function datedNames(known: RegisteredOrganisation): readonly DatedName[] {
  const { names, opened } = known;
  return names.map((one, index) => ({
    name: one.name,
    ...stretch(index === 0 ? opened : one, names[index + 1], closingOf(known)),
  }));
}

function stretch(from: DatedBy | undefined, next: DatedBy | undefined, closed: DatedBy | undefined): Dated {
  const until = next === undefined ? closed?.on : dayBefore(next.on);
  return {
    ...(from === undefined ? {} : { from: from.on }),
    ...(until === undefined ? {} : { until }),
    ...derivedAmong({ from, until: next ?? closed }),
  };
}

/** Which of the days were derived, by their members; nothing where a source gives each. */
function derivedAmong<Member extends string>(
  days: Readonly<Record<Member, DatedBy | undefined>>,
): { readonly derived?: readonly Member[] } {
  const derived = (Object.keys(days) as Member[]).filter((member) => days[member]?.dateIs === 'derived');
  return derived.length === 0 ? {} : { derived };
}

type Others = Surroundings['others'];

function named(code: string, others: Others, on?: BusinessDate): NamedOrganisation {
  const other = others.get(code);
  return { code, name: other === undefined ? code : nameOn(other, on ?? standingDay(other)) };
}

const parents = ({ office, region }: Place | From<Place>, others: Others, on?: BusinessDate): Omit<DatedPlace, keyof Dated> => ({
  ...(office === undefined ? {} : { office: named(office, others, on) }),
  ...(region === undefined ? {} : { region: named(region, others, on) }),
});

const predecessorLink = ({ merged, ...predecessor }: RegisteredOrganisation): readonly MergerLink[] =>
  merged === undefined ? [] : [{ code: predecessor.code, name: nameOn(predecessor, standingDay(predecessor)), on: merged.on }];
