import {
  type EditionEntry,
  type EditionItem,
  type Omission,
  type OmissionReason,
  OMISSION_REASONS,
} from '#publication/contract.js';
import { type EditionAnswer, type EditionColumn, editionColumns, publishedRating } from '#publication/queries.js';
import { ratingClasses } from '../words/ratings.js';
import { omissionNames } from '../words/scorecards.js';
import { ratingBar } from './rating-bar.js';

/** What of an edition is asked for. */
export interface EditionFilter {
  readonly region?: string | undefined;
  readonly rating?: string | undefined;
}

/** One cell: a rating in the words it is published in, or none. */
type Cell = { readonly label: string; readonly classes: string } | undefined;

/** All that the page of an edition shows of its content. */
export interface EditionTable {
  /** The rating people look for first; undefined where the framework has no such item. */
  readonly headline: EditionItem | undefined;
  readonly columns: readonly { readonly name: string; readonly detail: string | undefined }[];
  readonly rows: readonly {
    readonly organisation: string;
    readonly name: string;
    readonly region: string;
    readonly cells: readonly Cell[];
  }[];
  /** Who gave the ratings, where the stages did not. */
  readonly givers: readonly string[];
  readonly distribution: ReturnType<typeof ratingBar> | undefined;
  readonly regions: readonly { readonly code: string; readonly name: string; readonly count: number }[];
  readonly ratings: readonly { readonly id: string; readonly label: string }[];
  readonly omitted: readonly {
    readonly name: string;
    readonly organisations: readonly Omission[];
    /** Said once, where it is the same of all. */
    readonly explanation: string | undefined;
  }[];
  readonly descriptions: readonly EditionColumn[];
}

/** Lays an edition out: the headline first, then the other items in the order of the framework; organisations by name. */
export function editionTable(edition: EditionAnswer, { region, rating }: EditionFilter): EditionTable {
  const headline = edition.items.find(({ kind }) => kind === 'headline');
  const items = headline === undefined ? edition.items : [headline, ...edition.items.filter((item) => item !== headline)];
  const ofRegion = <One extends EditionEntry | Omission>(all: readonly One[]): readonly One[] =>
    region === undefined ? all : all.filter((one) => one.region?.code === region);
  const inRegion = ofRegion(edition.entries);
  const shown = rating === undefined || headline === undefined ? inRegion : inRegion.filter(has(headline.id, rating));
  const scale = edition.scales.find(({ id }) => id === headline?.scale)?.ratings ?? [];
  return {
    headline,
    columns: items.map(columnOf),
    rows: shown.toSorted(byName).map((entry) => ({
      ...{ organisation: entry.organisation, name: entry.name, region: entry.region.name },
      cells: items.map(({ id }) => cellOf(publishedRating(entry, id, edition))),
    })),
    givers: giversIn(shown),
    distribution:
      headline &&
      ratingBar(
        scale,
        inRegion.flatMap(({ ratings }) => ratings.find(({ item }) => item === headline.id)?.rating ?? []),
      ),
    regions: regionsOf([...edition.entries, ...edition.omitted]),
    ratings: scale,
    omitted: rating === undefined ? omissionsOf(ofRegion(edition.omitted)) : [],
    descriptions: editionColumns(edition),
  };
}

const giversIn = (entries: readonly EditionEntry[]): readonly string[] => [
  ...new Set(entries.flatMap(({ ratings }) => ratings.flatMap(({ given }) => (given ? [`${given.role}, ${given.body}`] : [])))),
];

const has =
  (item: string, rating: string) =>
  ({ ratings }: EditionEntry): boolean =>
    ratings.some((one) => one.item === item && one.rating === rating);

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name.localeCompare(other.name, 'en');

function columnOf({ id, label, shortLabel }: EditionItem): EditionTable['columns'][number] {
  const number = /^domain-(\d+)$/.exec(id)?.[1];
  if (number !== undefined) return { name: `Domain ${number}`, detail: label };
  return shortLabel === undefined || shortLabel === label
    ? { name: label, detail: undefined }
    : { name: shortLabel, detail: label };
}

const cellOf = (published: ReturnType<typeof publishedRating>): Cell =>
  published && { label: published.label, classes: ratingClasses(published.rating) };

function regionsOf(all: readonly (EditionEntry | Omission)[]): EditionTable['regions'] {
  const counts = new Map<string, { code: string; name: string; count: number }>();
  for (const { region } of all)
    if (region !== null) counts.set(region.code, { ...region, count: (counts.get(region.code)?.count ?? 0) + 1 });
  return [...counts.values()].sort(byName);
}

/** Grouped by why they are left out; an explanation that is the same of all is said once. */
export function omissionsOf(omitted: readonly Omission[]): EditionTable['omitted'] {
  return OMISSION_REASONS.flatMap((reason: OmissionReason) => {
    const organisations = omitted.filter((one) => one.reason === reason).toSorted(byName);
    const [first] = organisations;
    if (first === undefined) return [];
    const isSame = organisations.every(({ explanation }) => explanation === first.explanation);
    return [{ name: omissionNames[reason], organisations, explanation: isSame ? first.explanation : undefined }];
  });
}

/** An organisation whose entry a correction changed: added, taken out, or rated otherwise. */
export interface EntryChange {
  readonly organisation: string;
  readonly name: string;
  readonly changes: readonly string[];
}

/** What an edition says otherwise than the one it supersedes. */
export function changesSince(before: EditionAnswer, now: EditionAnswer): readonly EntryChange[] {
  const earlier = new Map(before.entries.map((entry) => [entry.organisation, entry]));
  const later = new Map(now.entries.map((entry) => [entry.organisation, entry]));
  const codes = [...new Set([...earlier.keys(), ...later.keys()])];
  return codes
    .flatMap((organisation) => {
      const [was, is] = [earlier.get(organisation), later.get(organisation)];
      const name = (is ?? was)?.name ?? organisation;
      if (is === undefined) return [{ organisation, name, changes: ['Left out'] }];
      if (was === undefined) return [{ organisation, name, changes: ['Added'] }];
      const changes = now.items.flatMap((item) =>
        changeOf(item, publishedRating(was, item.id, before), publishedRating(is, item.id, now)),
      );
      return changes.length === 0 ? [] : [{ organisation, name, changes }];
    })
    .sort(byName);
}

function changeOf(
  item: EditionItem,
  was: ReturnType<typeof publishedRating>,
  is: ReturnType<typeof publishedRating>,
): readonly string[] {
  if (was?.rating === is?.rating) return [];
  return [`${columnOf(item).name}: ${was?.label ?? 'no rating'} before, ${is?.label ?? 'no rating'} now`];
}
