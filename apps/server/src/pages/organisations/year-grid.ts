import { type AdoptedFramework, cadenceOf, coversPeriod, type Pack, type PackItem, periodsOfYear } from '#frameworks/contract.js';
import type { PublicCell, PublicItem } from '#publication/queries.js';
import { partOfYear } from '../words/periods.js';
import { type EditionLink, editionLink } from '../words/scorecards.js';
import { emptyReasons } from '../words/stages.js';

/** One cell of a year's grid. */
export type YearCell =
  | { readonly empty: string; readonly period: string }
  | {
      readonly empty?: undefined;
      readonly period: string;
      readonly rating: string;
      readonly label: string;
      readonly assessment: string;
      /** "Up from quarter 1", where it moved. */
      readonly moved: string | undefined;
      /** What must be known of it besides: an assumed rule, an override, a draft. */
      readonly notes: readonly string[];
      readonly stated: PublicCell;
    };

/** One row: an item through the year. */
export interface YearRow {
  readonly item: string;
  readonly name: string;
  /** The item's question or long name, where its name is not all of it. */
  readonly detail: string | undefined;
  readonly isHeadline: boolean;
  readonly cells: readonly YearCell[];
}

/** One period: what is said once of all its ratings, and the editions in which some of them stand. */
export interface YearColumn {
  readonly period: string;
  readonly note: string | undefined;
  readonly editions: readonly EditionLink[];
}

/** One framework's part of the year. */
export interface YearBlock {
  readonly framework: string;
  readonly title: string;
  readonly caption: string;
  readonly itemName: string;
  readonly periods: readonly YearColumn[];
  readonly rows: readonly YearRow[];
  readonly hasRatings: boolean;
}

/** What is said of a cell without a rating of which nothing else is known; the public is told nothing of what is worked on. */
type NothingYet = 'not-rated' | 'not-recorded' | 'not-published';

/** Lays a year out: a block per framework in force, items down, the periods it rates across. */
export function yearBlocks(
  frameworks: readonly AdoptedFramework[],
  items: readonly PublicItem[],
  year: string,
  nothingYet: NothingYet = 'not-rated',
): readonly YearBlock[] {
  return frameworks.map(({ pack }) => {
    const own = items.filter(({ framework }) => framework === pack.id);
    const periods = periodsOfYear(year).filter((period) => coversPeriod(pack, period));
    const rows = pack.items.filter((item) => isRated(item)).map((item) => yearRow(pack, item, { own, periods, nothingYet }));
    const counted = rows.filter(({ isHeadline }) => !isHeadline).length;
    return {
      framework: pack.id,
      title: pack.title,
      caption: `${String(counted)} ${counted === 1 ? pack.labels.item : pack.labels.items}, ${columnsInWords(periods)}`,
      itemName: capital(pack.labels.item),
      periods: periods.map((period, index) =>
        yearColumn(
          period,
          rows.flatMap(({ cells }) => cells[index] ?? []),
        ),
      ),
      rows,
      hasRatings: own.some((item) => Object.keys(item.periods).length > 0),
    };
  });
}

const yearColumn = (period: string, cells: readonly YearCell[]): YearColumn => ({
  period,
  note: draftNote(cells),
  editions: editionsOf(cells),
});

/** Each edition once, the last published first. */
function editionsOf(cells: readonly YearCell[]): readonly EditionLink[] {
  const published = cells
    .flatMap((cell) => (cell.empty === undefined ? [cell.stated.published ?? cell.stated] : []))
    .flatMap(({ edition, publishedOn }) => (edition === undefined || publishedOn === null ? [] : [{ edition, publishedOn }]))
    .sort((one, other) => other.publishedOn.localeCompare(one.publishedOn));
  const days = new Map(published.map(({ edition, publishedOn }) => [edition, publishedOn]));
  return [...days].map(([edition, publishedOn]) => editionLink(edition, publishedOn));
}

const isRated = (item: PackItem): boolean => item.kind !== 'group' && item.scale !== undefined;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function columnsInWords(periods: readonly string[]): string {
  const quarters = periods.filter((period) => cadenceOf(period) === 'quarter').length;
  const cadences = new Set(periods.map(cadenceOf));
  const parts = [
    ...(cadences.has('baseline') ? ['a baseline'] : []),
    ...(quarters === 0 ? [] : [`${String(quarters)} ${quarters === 1 ? 'quarter' : 'quarters'}`]),
    ...(cadences.has('year') ? ['the year'] : []),
  ];
  return parts.join(', ').replace(/, ([^,]*)$/u, ' and $1');
}

interface Columns {
  readonly own: readonly PublicItem[];
  readonly periods: readonly string[];
  readonly nothingYet: NothingYet;
}

function yearRow(pack: Pack, item: PackItem, { own, periods, nothingYet }: Columns): YearRow {
  const found = own.find((one) => one.item === item.id);
  // Where all there is was copied from published sources, what is missing was not published; else it is not rated yet.
  const stated = own.flatMap((one) => Object.values(one.periods));
  const otherwise = stated.length > 0 && stated.every(({ stage }) => stage === 'transcribed') ? 'not-published' : nothingYet;
  return {
    item: item.id,
    ...nameOf(item),
    isHeadline: item.kind === 'headline' || item.kind === 'total',
    cells: periods.map((period, index): YearCell => {
      const cell = found?.periods[period];
      if (cell === undefined) {
        const reason = neverRatedThen(item, period) ?? notGiven(item, found?.empty[period]) ?? found?.empty[period] ?? otherwise;
        return { period, empty: emptyReasons[reason] ?? reason };
      }
      const before = periods[index - 1];
      const moved =
        before === undefined ? undefined : movement(pack, item, { before, cell: found?.periods[before], period, now: cell });
      return {
        period,
        rating: cell.rating,
        label: cell.label,
        assessment: cell.assessment,
        moved,
        notes: notesOn(cell),
        stated: cell,
      };
    }),
  };
}

/** What is decided elsewhere waits for nobody here. */
const notGiven = ({ given }: PackItem, empty: string | undefined): string | undefined =>
  given === true && (empty === 'not-rated' || empty === 'no-checkpoint-held') ? 'not-given' : undefined;

/** An item may be rated in the quarters only, or in the year only, or have been given a baseline. */
function neverRatedThen(item: PackItem, period: string): string | undefined {
  const cadence = cadenceOf(period);
  if (item.scale?.[cadence] !== undefined) return undefined;
  if (cadence === 'baseline') return 'Not in the baseline';
  return cadence === 'quarter' ? 'By year only' : 'By quarter only';
}

function nameOf(item: PackItem): { readonly name: string; readonly detail: string | undefined } {
  const number = /^domain-(\d+)$/.exec(item.id)?.[1];
  if (number !== undefined) return { name: `Domain ${number}`, detail: item.label };
  return item.shortLabel === undefined ? { name: item.label, detail: undefined } : { name: item.shortLabel, detail: item.label };
}

interface Neighbours {
  readonly before: string;
  readonly cell: PublicCell | undefined;
  readonly period: string;
  readonly now: PublicCell;
}

/** How a rating moved since the period before, where both are of one cadence and one scale: scales are best first. */
function movement(pack: Pack, item: PackItem, { before, cell, period, now }: Neighbours): string | undefined {
  const cadence = cadenceOf(period);
  if (cell === undefined || cadence !== cadenceOf(before)) return undefined;
  const ratings = pack.scales.find(({ id }) => id === item.scale?.[cadence])?.ratings.map(({ id }) => id) ?? [];
  const [was, is] = [ratings.indexOf(cell.rating), ratings.indexOf(now.rating)];
  if (was === -1 || is === -1 || was === is) return undefined;
  return `${is < was ? 'Up' : 'Down'} from ${partOfYear(before).toLowerCase()}`;
}

/** What is said once for a period whose ratings are not published: the furthest stage that has judged any of them. */
function draftNote(cells: readonly YearCell[]): string | undefined {
  const stages = cells.flatMap((cell) =>
    cell.empty === undefined && cell.stated.visibility === 'draft' ? [cell.stated.stage] : [],
  );
  const furthest = ['confirmation', 'national', 'regional', 'local', 'assessor'].find((stage) => stages.includes(stage));
  if (furthest === undefined)
    return cells.some((cell) => cell.empty === undefined && cell.stated.visibility === 'shared')
      ? 'A draft shared with you, not published'
      : undefined;
  return furthest === 'assessor' ? 'Proposed, not published' : `After the ${furthest} stage, not published`;
}

function notesOn(cell: PublicCell): readonly string[] {
  const { certainty, basis, alsoStated = [], sourcesDiffer, givenBy, visibility, published, scale } = cell;
  const restated = alsoStated.filter((one) => one.scale !== undefined);
  return [
    ...(scale === undefined ? [] : ['Restated on a later scale; as first given it is not recorded']),
    ...restated.map(({ label, source }) => `Later restated as ${label}, on another scale (${source ?? 'own record'})`),
    ...(published === undefined ? [] : [`In public ${published.publishedLabel ?? published.label}`]),
    ...(basis === 'computed' && certainty === 'assumed' ? ['By an assumed rule'] : []),
    ...(givenBy === undefined ? [] : [`Given by ${givenBy}${visibility === 'draft' ? ', not published' : ''}`]),
    ...(basis === 'override' ? ['Put in place of what the rule gave'] : []),
    ...(sourcesDiffer === true
      ? alsoStated
          .filter((one) => one.scale === undefined)
          .map(({ label, source }) => `Elsewhere ${label} (${source ?? 'own record'})`)
      : []),
  ];
}
