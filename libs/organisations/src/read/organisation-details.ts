import type { BusinessDate } from '#kernel/business-date.js';
import type { From, Place, RegisteredOrganisation } from '../core/organisation/state.js';
import { closedOn, dayBefore, inEffect, kindOn, lifeOn, nameOn, placeOn, standingDay } from '../core/organisation/timeline.js';
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
  const closed = closedOn(known);
  const life = lifeOn(known, effectiveOn);
  const onsCode = (inEffect(known.onsCodes, effectiveOn) ?? known.onsCodes[0])?.onsCode;
  return {
    code: known.code,
    kind: kindOn(known, effectiveOn),
    name: nameOn(known, effectiveOn),
    ...(onsCode === undefined ? {} : { onsCode }),
    ...parents(placeOn(known, effectiveOn), others, effectiveOn),
    ...(life.openedOn === undefined ? {} : { openedOn: life.openedOn }),
    ...(life.closedOn === undefined ? {} : { closedOn: life.closedOn }),
    kinds: known.kinds.map(({ kind, on }, index) => ({
      kind,
      ...stretch(index === 0 ? known.opened?.on : on, known.kinds[index + 1]?.on, closed),
    })),
    names: datedNames(known),
    places: known.places.map((place, index) => ({
      ...stretch(place.on, known.places[index + 1]?.on, closed),
      ...parents(place, others, place.on),
    })),
    predecessors: predecessors.flatMap((predecessor) => predecessorLink(predecessor)),
    ...(known.merged === undefined ? {} : { successor: { ...named(known.merged.into, others), on: known.merged.on } }),
  };
}

/** The first name known counts from the opening: nothing tells of another before. */
function datedNames({ names, opened, ...known }: RegisteredOrganisation): readonly DatedName[] {
  const closed = closedOn({ names, ...known });
  return names.map(({ name, on }, index) => {
    const from = index === 0 ? opened?.on : on;
    return { name, ...stretch(from, names[index + 1]?.on, closed) };
  });
}

function stretch(from: BusinessDate | undefined, next: BusinessDate | undefined, closed: BusinessDate | undefined): Dated {
  const until = next === undefined ? closed : dayBefore(next);
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
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
