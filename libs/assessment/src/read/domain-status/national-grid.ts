import { groupedBy, type StatedRow, statedRows, type StatusRow } from './grid.js';

/** What the national grid reads of `domain_status_v1`: narrow, because a nation's year is thousands of rows. */
export const NATIONAL_COLUMNS = [
  'organisation',
  'organisation_name',
  'office',
  'region',
  'framework',
  'framework_title',
  'period',
  'period_order',
  'item',
  'line',
  'item_label',
  'item_short_label',
  'item_kind',
  'item_order',
  'rating',
  'rating_label',
  'stage',
  'round',
  'scale',
  'evidence',
  'from_position',
] as const satisfies readonly (keyof StatusRow)[];

/** A row of it, as the national grid reads it. */
export type NationalRow = Pick<StatusRow, (typeof NATIONAL_COLUMNS)[number]> & StatedRow;

/** A rating of the grid: its id, and the stage that last judged it, `given`, `published` or `transcribed`. */
export interface NationalCell {
  readonly rating: string;
  readonly stage: string;
  /** There only where several sources state it and do not agree. */
  readonly sourcesDiffer?: true;
}

/** An organisation under a framework: by item, by period. What has no rating is left out. */
export interface NationalRatings {
  readonly organisation: string;
  readonly name: string;
  readonly office: string;
  readonly region: string;
  readonly framework: string;
  readonly cells: Readonly<Record<string, Readonly<Record<string, NationalCell>>>>;
}

/** A framework that rated somebody in the year: its items in the order of the pack, the periods in that of the year. */
export interface NationalFramework {
  readonly id: string;
  readonly title: string;
  readonly periods: readonly string[];
  readonly items: readonly {
    readonly item: string;
    readonly label: string;
    readonly shortLabel: string | null;
    readonly kind: string | null;
  }[];
  /** The labels of the ratings that occur, by their ids. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A year of every organisation: ratings as ids, and what the ids mean once for all. */
export interface NationalGrid {
  readonly year: string;
  readonly frameworks: readonly NationalFramework[];
  /** By code and framework. */
  readonly organisations: readonly NationalRatings[];
  /** On a day: how many ratings are left out, because their sources give no date. */
  readonly dateNotGiven: number;
}

/** The grid of all rows of a year. Sources that state the same are weighed as they are in an organisation's own grid. */
export function nationalGridOf(year: string, rows: readonly NationalRow[]): Omit<NationalGrid, 'dateNotGiven'> {
  const frameworks = new Map<string, FrameworkInMaking>();
  const organisations = new Map<string, OrganisationInMaking>();
  const keyOf = ({ organisation, framework, item, period }: NationalRow) => `${organisation} ${framework} ${item} ${period}`;
  for (const stated of groupedBy(rows, keyOf).values()) {
    const [row] = stated;
    const framework = entryOf(frameworks, row.framework, () => frameworkOf(row));
    framework.periods.set(row.period, row.period_order);
    if (!framework.items.has(row.item)) framework.items.set(row.item, row);
    const [main, ...also] = statedRows(stated);
    if (main === undefined || main.rating === null) continue;
    if (main.rating_label !== null) framework.labels[main.rating] = main.rating_label;
    const differ = also.some(({ rating, scale }) => scale === null && rating !== main.rating);
    const { cells } = entryOf(organisations, `${row.organisation} ${row.framework}`, (): OrganisationInMaking => ({
      row,
      cells: {},
    }));
    const ofItem = (cells[row.item] ??= {});
    ofItem[row.period] = { rating: main.rating, stage: main.stage, ...(differ && { sourcesDiffer: true }) };
  }
  return {
    year,
    frameworks: [...frameworks.values()]
      .map(frameworkMade)
      .sort(byFirstPeriod)
      .map(({ framework }) => framework),
    organisations: [...organisations.values()]
      .map(({ row, cells }) => ({
        ...{ organisation: row.organisation, name: row.organisation_name, office: row.office, region: row.region },
        ...{ framework: row.framework, cells },
      }))
      .sort((one, other) => compare(one.organisation, other.organisation) || compare(one.framework, other.framework)),
  };
}

interface FrameworkInMaking {
  readonly id: string;
  readonly title: string;
  readonly periods: Map<string, number>;
  readonly items: Map<string, NationalRow>;
  readonly labels: Record<string, string>;
}
interface OrganisationInMaking {
  readonly row: NationalRow;
  readonly cells: Record<string, Record<string, NationalCell>>;
}

const frameworkOf = ({ framework, framework_title: title }: NationalRow): FrameworkInMaking => ({
  ...{ id: framework, title },
  ...{ periods: new Map(), items: new Map(), labels: {} },
});

function frameworkMade({ id, title, periods, items, labels }: FrameworkInMaking) {
  const inOrder = [...periods].sort(([, one], [, other]) => one - other);
  const framework: NationalFramework = {
    ...{ id, title, labels },
    periods: inOrder.map(([period]) => period),
    items: [...items.values()]
      .sort((one, other) => one.item_order - other.item_order)
      .map((row) => ({ item: row.item, label: row.item_label, shortLabel: row.item_short_label, kind: row.item_kind })),
  };
  return { framework, first: inOrder[0]?.[1] ?? 0 };
}

type Made = ReturnType<typeof frameworkMade>;
const byFirstPeriod = (one: Made, other: Made): number =>
  one.first - other.first || compare(one.framework.id, other.framework.id);
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function entryOf<Value>(entries: Map<string, Value>, key: string, make: () => Value): Value {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const made = make();
  entries.set(key, made);
  return made;
}
