import { type EmptyReason, PUBLISHED } from './cells.js';

/** A row of `domain_status_v1` as queries read it; bigints come as strings. */
export interface StatusRow {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisation_name: string;
  readonly office: string;
  readonly region: string;
  readonly framework: string;
  readonly framework_title: string;
  readonly period: string;
  readonly period_order: number;
  readonly item: string;
  readonly line: string;
  readonly item_label: string;
  readonly item_short_label: string | null;
  readonly item_kind: string | null;
  readonly item_order: number;
  readonly rating: string | null;
  readonly rating_label: string | null;
  readonly stage: string;
  readonly visibility: string;
  readonly round: number | null;
  readonly basis: string | null;
  readonly certainty: string | null;
  readonly explanation: string | null;
  readonly computed_rating: string | null;
  readonly empty_reason: EmptyReason | null;
  readonly scale: string | null;
  readonly evidence: string | null;
  readonly source: string | null;
  readonly published_label: string | null;
  readonly published_on: string | null;
  readonly business_date: string | null;
  readonly given_by: string | null;
  readonly edition: string | null;
  readonly revision: string;
  readonly recorded_at: string;
  readonly from_position: string;
}

/** What a grid says of an item in a period, by one source. Ratings are ids of the item's scale. */
export interface StatedRating {
  readonly rating: string;
  readonly label: string;
  /** The stage that last judged it, `given` (decided elsewhere), `published`, or `transcribed`. */
  readonly stage: string;
  readonly revision: string;
  /** Where a transcribed or given rating stands, and what kind of evidence a copy is; null for work of this service. */
  readonly source: string | null;
  readonly evidence: string | null;
  /** The words it was published in, and when; null where not given or not published. */
  readonly publishedLabel: string | null;
  readonly publishedOn: string | null;
  /** The day it became so; null means "date not given". */
  readonly decidedOn: string | null;
  readonly recordedAt: string;
  /** The position of the event that made it so. */
  readonly position: string;
  readonly assessment: string;
  readonly round: number | null;
  readonly visibility: string;
  /** `judged`, `computed`, `override`, `given` or `transcribed`. */
  readonly basis: string | null;
  /** Of a computed rating: how sure its rule is, and how it came about. */
  readonly certainty?: string;
  readonly explanation?: string;
  /** Of an override: what the rule had computed. */
  readonly computed?: string;
  /** The scale it was restated on, when not the item's own. */
  readonly scale?: string;
  /** Of a rating decided elsewhere: the role and body that gave it. */
  readonly givenBy?: string;
  /** Of a published rating: the edition it stands in. */
  readonly edition?: string;
}

/** A grid's cell: the rating, and beside it what other sources state of the same item and period. */
export interface GridCell extends StatedRating {
  readonly alsoStated?: readonly StatedRating[];
  /** Whether the sources differ; there only when several state it. */
  readonly sourcesDiffer?: boolean;
  /** What stands in public meanwhile, where the assessment was reopened and this is what it came to since. */
  readonly published?: StatedRating;
}

/** A row of the grid: an item, with a cell per period that has a rating and a reason per period that has none. */
export interface GridItem {
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly item: string;
  readonly label: string;
  readonly shortLabel: string | null;
  readonly kind: string | null;
  readonly periods: Readonly<Record<string, GridCell>>;
  readonly empty: Readonly<Record<string, EmptyReason>>;
}

/** What sources that state the same item and period are weighed by. */
export type StatedRow = Pick<StatusRow, 'line' | 'stage' | 'rating' | 'round' | 'scale' | 'evidence' | 'from_position'>;

/** What was given stands whatever happens to the line of what is worked on here, which never rates it. */
const isGiven = ({ stage, rating }: StatedRow): boolean => stage === 'given' && rating !== null;
const isFact = ({ stage, rating }: StatedRow): boolean => stage === 'transcribed' && rating !== null;

/** The grid's rows: frameworks by their first period, items in the order of the pack, periods in the order of the year. */
export function gridOf(rows: readonly StatusRow[]): readonly GridItem[] {
  const cells = groupedBy(rows, ({ framework, item, period }) => JSON.stringify([framework, item, period]));
  const ordered = [...cells.values()].sort((one, other) => byPeriod(one[0], other[0]));
  const firstPeriod = new Map<string, number>();
  for (const [row] of ordered) if (!firstPeriod.has(row.framework)) firstPeriod.set(row.framework, row.period_order);
  const items = [...groupedBy(ordered, ([row]) => JSON.stringify([row.framework, row.item])).values()];
  return items
    .sort(
      ([[one]], [[other]]) =>
        (firstPeriod.get(one.framework) ?? 0) - (firstPeriod.get(other.framework) ?? 0) ||
        one.framework.localeCompare(other.framework) ||
        one.item_order - other.item_order,
    )
    .map(gridItem);
}

const byPeriod = (one: StatusRow, other: StatusRow): number => one.period_order - other.period_order;

/** At least one. */
export type Several<Value> = readonly [Value, ...Value[]];

/** Values by what they share, in the order met. */
export function groupedBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Several<Value>> {
  const groups = new Map<string, [Value, ...Value[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

function gridItem(cells: Several<Several<StatusRow>>): GridItem {
  const row = cells[0][0];
  const periods: Record<string, GridCell> = {};
  const empty: Record<string, EmptyReason> = {};
  for (const stated of cells) {
    const cell = gridCell(stated);
    if (cell === undefined) empty[stated[0].period] = stated[0].empty_reason ?? 'not-rated';
    else periods[stated[0].period] = cell;
  }
  return {
    framework: row.framework,
    frameworkTitle: row.framework_title,
    item: row.item,
    label: row.item_label,
    shortLabel: row.item_short_label,
    kind: row.item_kind,
    periods,
    empty,
  };
}

/** Sources beside each other; of our own work what it came to last, beside what stands in public meanwhile. */
function gridCell(rows: Several<StatusRow>): GridCell | undefined {
  const [first, ...others] = factsIn(rows);
  if (first === undefined) return ownCell(rows);
  const main = statedRating(first);
  if (main === undefined || others.length === 0) return main;
  const alsoStated = others.flatMap((row) => statedRating(row) ?? []);
  return {
    ...main,
    alsoStated,
    sourcesDiffer: alsoStated.some(({ rating, scale }) => scale === undefined && rating !== main.rating),
  };
}

function ownCell(rows: Several<StatusRow>): GridCell | undefined {
  const [row, published] = ownRows(rows);
  const now = row && statedRating(row);
  const standing = published && statedRating(published);
  return now && (standing === undefined ? now : { ...now, published: standing });
}

/** The rows that state a rating of a cell: what sources say, the strongest first, or what our own work came to. */
export function statedRows<Row extends StatedRow>(rows: Several<Row>): readonly Row[] {
  const facts = factsIn(rows);
  return facts.length > 0 ? facts : ownRows(rows).slice(0, 1);
}

const factsIn = <Row extends StatedRow>(rows: Several<Row>): readonly Row[] => rows.filter(isFact).sort(byStrengthOfSource);

/** Of our own work the row that stands, and after it what stands in public meanwhile where work went on since. */
function ownRows<Row extends StatedRow>(rows: Several<Row>): readonly Row[] {
  const given = rows.filter(isGiven);
  const published = rows.find(isPublished);
  const latest = latestOf(given.length > 0 ? given : rows.filter(({ line }) => line !== PUBLISHED));
  const current = latest?.rating === null ? undefined : latest;
  if (current === undefined || published === undefined) {
    const [stands] = [current, published].filter((row) => row !== undefined);
    return stands === undefined ? [] : [stands];
  }
  return isAheadOf(current, published) ? [current, published] : [published];
}

const isPublished = ({ line, rating }: StatedRow): boolean => line === PUBLISHED && rating !== null;

/** Whether work went on after what was published: a publication is recorded after the fact, so the round tells before the position does. */
function isAheadOf(current: StatedRow, published: StatedRow): boolean {
  const [one, other] = [current.round ?? 0, published.round ?? 0];
  return one > other || (one === other && BigInt(current.from_position) > BigInt(published.from_position));
}

/** What its publisher said first comes before what was said of it later, and that before what was read into it. */
const STRENGTH = ['published', 'restated', 'derived', 'mapped', 'inferred'];
const byStrengthOfSource = (one: StatedRow, other: StatedRow): number =>
  Number(one.scale !== null) - Number(other.scale !== null) ||
  STRENGTH.indexOf(one.evidence ?? '') - STRENGTH.indexOf(other.evidence ?? '') ||
  Number(BigInt(one.from_position) - BigInt(other.from_position));

const latestOf = <Row extends StatedRow>(rows: readonly Row[]): Row | undefined =>
  rows.reduce<Row | undefined>(
    (latest, row) => (latest === undefined || BigInt(row.from_position) > BigInt(latest.from_position) ? row : latest),
    undefined,
  );

/** What a row states, in the words of the API; undefined for a row without a rating. */
export function statedRating(row: StatusRow): StatedRating | undefined {
  if (row.rating === null) return undefined;
  return {
    rating: row.rating,
    label: row.rating_label ?? row.rating,
    stage: row.stage,
    revision: row.revision,
    source: row.source,
    evidence: row.evidence,
    publishedLabel: row.published_label,
    publishedOn: row.published_on,
    decidedOn: row.business_date,
    recordedAt: row.recorded_at,
    position: row.from_position,
    assessment: row.assessment,
    // For whom it was shared with, there are no rounds.
    round: row.visibility === 'shared' ? null : row.round,
    visibility: row.visibility,
    basis: row.basis,
    ...computedFacts(row),
    ...(row.scale === null ? {} : { scale: row.scale }),
    ...(row.given_by === null ? {} : { givenBy: row.given_by }),
    ...(row.edition === null ? {} : { edition: row.edition }),
  };
}

function computedFacts({ certainty, explanation, basis, computed_rating: computed }: StatusRow) {
  return {
    ...(certainty === null ? {} : { certainty }),
    ...(explanation === null ? {} : { explanation }),
    ...(basis === 'override' && computed !== null ? { computed } : {}),
  };
}
