import type { EditionContent, EditionEntry, Omission } from '../core/scorecard/content.js';
import { type EditionKind, kindsOfEdition } from '../core/scorecard/kinds.js';
import type { EditionAnswer } from './edition-view.js';

/** A column of the file: its name, and what stands in it. */
export interface EditionColumn {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly datatype: 'string' | 'integer' | 'date' | 'dateTime';
  /** The values it may hold, best first, where it holds ratings. */
  readonly values?: readonly string[];
}

type Row = Readonly<Record<string, string>>;

/** What every row says of the edition it stands in. */
const ABOUT: readonly EditionColumn[] = [
  column('period', 'Period', 'The quarter or year that was assessed: 2016-17-year is April 2016 to March 2017.'),
  column('framework', 'Framework', 'The id of the framework that was assessed by.'),
  column('edition', 'Edition', 'The number of this edition. A correction is an edition of its own.', 'integer'),
  column('published_at', 'Published at', 'When this edition became public, in UTC.', 'dateTime'),
];
const DRAWN_FROM: readonly EditionColumn[] = [
  column('drawn_from_edition', 'Drawn from edition', 'The edition of the scorecard that the summary was drawn from.', 'integer'),
];
const GIVEN: readonly EditionColumn[] = [
  column('given_by', 'Given by', 'Who gave the ratings, each with the day; several are parted by semicolons.'),
];
const ORGANISATION: readonly EditionColumn[] = [
  column('organisation_code', 'Organisation code', 'The ODS code the organisation bore. Each has one row.'),
  column('organisation_name', 'Organisation', 'Its name on the last day of the period.'),
  column('region_code', 'Region code', "The code of NHS England's region it lay in."),
  column('region_name', 'Region', 'The name of that region.'),
  column(
    'office_code',
    'Local office code',
    "The code of NHS England's local office that assessed it; blank where it is omitted.",
  ),
  column('office_name', 'Local office', 'The name of that office.'),
  column('decided_on', 'Decided on', 'The day its ratings were final; blank where it is omitted.', 'date'),
];
const OMISSION: readonly EditionColumn[] = [
  column(
    'omitted',
    'Omitted',
    'Blank where it is rated. Otherwise why it is not: not-assessed, not-finished, not-published, not-given, withdrawn, published-elsewhere or held-back.',
  ),
  column('omission_explanation', 'Explanation of the omission', 'The reason in words.'),
];

function column(name: string, title: string, description: string, datatype: EditionColumn['datatype'] = 'string'): EditionColumn {
  return { name, title, description, datatype };
}

const columnName = (item: string): string => item.replaceAll('-', '_');

const isGiven = (kind: EditionKind): boolean => kindsOfEdition[kind].takes === 'given';

type ColumnsOf = Pick<EditionContent, 'items' | 'scales' | 'kind'> & { readonly drawnFrom?: object | null | undefined };

/** The columns of an edition's file, in their order. */
export function editionColumns({ items, scales, kind, drawnFrom }: ColumnsOf): readonly EditionColumn[] {
  const ratings = items.map(({ id, label, shortLabel, scale }): EditionColumn => {
    const values = scales.find((one) => one.id === scale)?.ratings.map((rating) => rating.label) ?? [];
    const description = `The rating of: ${label} Blank where none was given.`;
    return { name: columnName(id), title: shortLabel ?? label, description, datatype: 'string', values };
  });
  return [...ABOUT, ...(drawnFrom ? DRAWN_FROM : []), ...ORGANISATION, ...ratings, ...(isGiven(kind) ? GIVEN : []), ...OMISSION];
}

/** A row for each organisation, rated or omitted, by its code; only those of one region where one is given. */
export function editionRows(edition: EditionAnswer, region?: string): readonly Row[] {
  const { period, framework, entries, omitted, publishedAt } = edition;
  const about = {
    ...{ period, framework: framework.id, edition: String(edition.edition), published_at: publishedAt },
    ...(edition.drawnFrom && { drawn_from_edition: String(edition.drawnFrom.edition) }),
  };
  const isAsked = (one: EditionEntry | Omission): boolean => region === undefined || one.region?.code === region;
  const rows: readonly Row[] = [
    ...entries.filter(isAsked).map((entry) => ({ ...about, ...ratedRow(entry, edition) })),
    ...omitted.filter(isAsked).map((omission) => ({ ...about, ...omittedRow(omission, edition) })),
  ];
  return rows.toSorted((one, other) => ((one['organisation_code'] ?? '') < (other['organisation_code'] ?? '') ? -1 : 1));
}

function ratedRow(entry: EditionEntry, edition: EditionAnswer): Row {
  const { organisation, name, region, office, decidedOn } = entry;
  return {
    ...{ organisation_code: organisation, organisation_name: name, region_code: region.code, region_name: region.name },
    ...{ office_code: office.code, office_name: office.name, decided_on: decidedOn },
    ...Object.fromEntries(edition.items.map(({ id }) => [columnName(id), publishedRating(entry, id, edition)?.label ?? ''])),
    ...(isGiven(edition.kind) && { given_by: giversOf(entry).join('; ') }),
    ...{ omitted: '', omission_explanation: '' },
  };
}

function omittedRow({ organisation, name, region, reason, explanation }: Omission, { items, kind }: EditionAnswer): Row {
  return {
    ...{ organisation_code: organisation, organisation_name: name },
    ...{ region_code: region?.code ?? '', region_name: region?.name ?? '' },
    ...{ office_code: '', office_name: '', decided_on: '' },
    ...Object.fromEntries(items.map(({ id }) => [columnName(id), ''])),
    ...(isGiven(kind) && { given_by: '' }),
    ...{ omitted: reason, omission_explanation: explanation },
  };
}

/** Who gave what in an entry, each once. */
export const giversOf = ({ ratings }: Pick<EditionEntry, 'ratings'>): readonly string[] => [
  ...new Set(ratings.flatMap(({ given }) => (given ? [`${given.role}, ${given.body}, ${given.givenOn}`] : []))),
];

/** A rating with the words it is published in; undefined where the entry has none of the item. */
export function publishedRating(
  { ratings }: Pick<EditionEntry, 'ratings'>,
  item: string,
  { items, scales }: Pick<EditionContent, 'items' | 'scales'>,
): { readonly rating: string; readonly label: string } | undefined {
  const rating = ratings.find((one) => one.item === item)?.rating;
  if (rating === undefined) return undefined;
  const scale = items.find(({ id }) => id === item)?.scale;
  const label = scales.find(({ id }) => id === scale)?.ratings.find(({ id }) => id === rating)?.label;
  return { rating, label: label ?? (rating === 'not-applicable' ? 'Not applicable' : rating) };
}

/** The description of the file as the W3C's "CSV on the Web" has it: a program finds it beside the file, under this name. */
export function editionMetadata(edition: EditionAnswer): Readonly<Record<string, unknown>> {
  const { title, framework, period, sha256, publishedAt } = edition;
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    url: `${String(edition.edition)}.csv`,
    'dc:title': `${title}, ${framework.title}, ${period}, edition ${String(edition.edition)}`,
    'dc:publisher': framework.issuer,
    'dc:issued': publishedAt,
    'dc:identifier': `sha256:${sha256}`,
    dialect: { header: true, lineTerminators: ['\r\n'], encoding: 'utf-8' },
    tableSchema: {
      primaryKey: 'organisation_code',
      columns: editionColumns(edition).map(({ name, title: titles, description, datatype, values }) => ({
        ...{ name: name, titles: [titles], datatype, 'dc:description': description },
        ...(values === undefined ? {} : { 'schema:valueReference': values }),
      })),
    },
  };
}
