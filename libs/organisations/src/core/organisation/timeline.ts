import type { BusinessDate } from '#kernel/business-date.js';
import type { OrganisationKind } from './kinds.js';
import type { DatedBy } from './listing.js';
import type { Place, RegisteredOrganisation } from './state.js';

/** A stretch of days in which nothing known of an organisation changed. */
export interface Period {
  /** First day; undefined when no source gives the opening. */
  readonly from: BusinessDate | undefined;
  /** Last day; undefined while it goes on. */
  readonly until: BusinessDate | undefined;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly place: Place;
}

const DAY = 86_400_000;
const shifted = (date: BusinessDate, days: number): BusinessDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The day after. */
export const dayAfter = (date: BusinessDate): BusinessDate => shifted(date, 1);
/** The day before. */
export const dayBefore = (date: BusinessDate): BusinessDate => shifted(date, -1);
/** The later of some days; undefined when none is known. */
export const latestOf = (...dates: readonly (BusinessDate | undefined)[]): BusinessDate | undefined =>
  dates.reduce((latest, date) => (date !== undefined && (latest === undefined || date > latest) ? date : latest), undefined);

/** The last of the facts whose day is not after the date; undefined when each is later. */
export function inEffect<Fact extends { readonly on: BusinessDate }>(
  facts: readonly Fact[],
  date: BusinessDate | undefined,
): Fact | undefined {
  return facts.findLast(({ on }) => date === undefined || on <= date);
}

/** The name borne on a day; before the first day a source tells of, the first name known. Without a day, the last name. */
export const nameOn = ({ names, code }: RegisteredOrganisation, date?: BusinessDate): string =>
  (inEffect(names, date) ?? names[0])?.name ?? code;

/** The kind on a day, read like the name. */
export const kindOn = ({ kinds }: RegisteredOrganisation, date?: BusinessDate): OrganisationKind =>
  (inEffect(kinds, date) ?? kinds[0])?.kind ?? 'ccg';

/** The place on a day; empty when none is known for it. Without a day, the last place. */
export function placeOn({ places }: RegisteredOrganisation, date?: BusinessDate): Place {
  const place = inEffect(places, date);
  return place === undefined ? {} : { office: place.office, region: place.region };
}

/** The end of the code's life; undefined while it goes on, also as something else: a later kind says so. */
export const closingOf = ({ closed, kinds }: RegisteredOrganisation): DatedBy | undefined =>
  closed === undefined || kinds.some(({ on }) => on > closed.on) ? undefined : closed;

/** The last day of the code's life. */
export const closedOn = (organisation: RegisteredOrganisation): BusinessDate | undefined => closingOf(organisation)?.on;

/**
 * The day by which an organisation is shown when nobody asks for one; undefined means as it last stood. A CCG whose code went on as
 * that of a sub-ICB location is shown as it was at its end: the location is no organisation and is assessed by nobody.
 */
export function standingDay({ kinds }: RegisteredOrganisation): BusinessDate | undefined {
  const [first, heir] = [kinds[0], kinds.find(({ kind }) => kind === 'sub-icb-location')];
  return heir === undefined || heir === first ? undefined : dayBefore(heir.on);
}

/** The first and the last day on which it was what it was on a day: the code's own, or those on which its kind changed. */
export function lifeOn(
  organisation: RegisteredOrganisation,
  date: BusinessDate | undefined,
): { readonly opened: DatedBy | undefined; readonly closed: DatedBy | undefined } {
  const { kinds, opened } = organisation;
  const at = Math.max(
    0,
    kinds.findLastIndex(({ on }) => date === undefined || on <= date),
  );
  const next = kinds[at + 1];
  return {
    opened: at === 0 ? opened : kinds[at],
    closed: next === undefined ? closingOf(organisation) : { on: dayBefore(next.on), dateIs: next.dateIs },
  };
}

/** The stretches of days from the opening to the closing, oldest first; at least one unless it closed before it opened. */
export function periodsOf(organisation: RegisteredOrganisation): readonly Period[] {
  const [from, until] = [organisation.opened?.on, closedOn(organisation)];
  const within = (date: BusinessDate): boolean => (from === undefined || date > from) && (until === undefined || date <= until);
  const changes = [...organisation.names.slice(1), ...organisation.kinds.slice(1), ...organisation.places]
    .map(({ on }) => on)
    .filter(within);
  const starts = [from, ...[...new Set(changes)].sort()];
  if (from !== undefined && until !== undefined && until < from) return [];
  return starts.map((start, index) => {
    const next = starts[index + 1];
    const day = start ?? '0000-01-01';
    return {
      from: start,
      until: next === undefined ? until : dayBefore(next),
      kind: kindOn(organisation, day),
      name: nameOn(organisation, day),
      place: placeOn(organisation, day),
    };
  });
}
