import type { AssessmentAnswer, IndicatorField, RecordView } from '#assessment/queries.js';
import type { CsvRow } from '../../edge/csv.js';
import { dayInWords } from '../words/dates.js';

/** What is recorded of an indicator, as people read it. */
export const INDICATOR_FIELD_NAMES: Readonly<Record<IndicatorField, string>> = {
  value: 'Value',
  period: 'Period',
  standard: 'Standard',
  comparison: 'England',
  score: 'Score',
  dataSource: 'Source',
};

/** What the framework records of an indicator, listed or not. */
export const fieldsOfIndicator = (
  { indicators, unlistedIndicators }: Pick<AssessmentAnswer, 'indicators' | 'unlistedIndicators'>,
  indicator: string,
): readonly IndicatorField[] => indicators.find((one) => one.indicator === indicator)?.fields ?? unlistedIndicators ?? [];

/** Whether figures come as the delivery dashboard of a meeting, held to standards, as they did before 2016. */
export const hasDashboards = ({ unlistedIndicators }: Pick<AssessmentAnswer, 'unlistedIndicators'>): boolean =>
  unlistedIndicators?.includes('standard') === true;

/** What recording them is called. */
export const indicatorTask = (answer: Pick<AssessmentAnswer, 'unlistedIndicators'>): string =>
  hasDashboards(answer) ? 'Record the delivery dashboard' : 'Record indicator values';

/** One indicator's value in a table. */
export interface IndicatorRow {
  readonly name: string;
  /** A cell for each column of the table. */
  readonly cells: readonly string[];
  readonly notes: readonly string[];
}

/** Values that belong together: the dashboard of one meeting, or what came without one. */
export interface IndicatorTable {
  /** The meeting they came with. */
  readonly meeting: string | undefined;
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly IndicatorRow[];
}

/** The values that stand, by the meeting they came with. */
export function indicatorTables(answer: AssessmentAnswer): readonly IndicatorTable[] {
  const standing = valuesStanding(answer);
  const held = answer.meetings.filter(({ id }) => standing.some(({ fields }) => fields['meeting'] === id));
  const withMeeting = held.map(({ id, fields, withdrawn }) => ({
    meeting: id,
    caption: `Dashboard of ${withdrawn === null ? 'the' : 'a withdrawn record of a'} meeting of ${dayInWords(String(fields['heldOn']))}`,
    values: standing.filter((value) => value.fields['meeting'] === id),
  }));
  const others = standing.filter(({ fields }) => fields['meeting'] === undefined);
  const groups = [...withMeeting, { meeting: undefined, caption: 'Indicators', values: others }];
  return groups
    .filter(({ values }) => values.length > 0)
    .map(({ meeting, caption, values }) => ({ meeting, caption, ...tableOf(values, answer) }));
}

const valuesStanding = ({ indicatorValues }: AssessmentAnswer): readonly RecordView[] =>
  indicatorValues.filter(({ withdrawn }) => withdrawn === null);

/** Only the columns that any of the values has something for. */
function tableOf(values: readonly RecordView[], answer: AssessmentAnswer): Pick<IndicatorTable, 'columns' | 'rows'> {
  const fields = FIELDS.filter((field) => values.some((value) => value.fields[field] !== undefined));
  return {
    columns: fields.map((field) => INDICATOR_FIELD_NAMES[field]),
    rows: values.map(({ fields: told, original, corrections }) => ({
      name: nameOf(String(told['indicator']), answer),
      cells: fields.map((field) => inWords(told[field])),
      notes: corrections.map(({ correctedOn, reason }) => {
        const before = original?.['value'] === told['value'] ? '' : ` First recorded as ${inWords(original?.['value'])}.`;
        return `Corrected ${dayInWords(correctedOn)}: ${reason}.${before}`;
      }),
    })),
  };
}

const FIELDS = Object.keys(INDICATOR_FIELD_NAMES) as readonly IndicatorField[];
const inWords = (figure: unknown): string =>
  typeof figure === 'string' || typeof figure === 'number' ? String(figure) : 'Not given';

/** An indicator the framework lists by its label and id, any other by the name it was recorded under. */
function nameOf(indicator: string, { indicators }: AssessmentAnswer): string {
  const label = indicators.find((one) => one.indicator === indicator)?.label;
  return label === undefined || label.includes(indicator) ? (label ?? indicator) : `${indicator} ${label}`;
}

/** Exactly what the tables show, as a file. */
export const indicatorCsvRows = (answer: AssessmentAnswer): readonly CsvRow[] =>
  valuesStanding(answer).map(({ fields, corrections }) => ({
    organisation: answer.organisation,
    framework: answer.framework,
    assessed_period: answer.period,
    indicator: String(fields['indicator']),
    label: nameOf(String(fields['indicator']), answer),
    ...Object.fromEntries(FIELDS.map((field) => [CSV_NAMES[field], figureOrNothing(fields[field])])),
    meeting_held_on: figureOrNothing(answer.meetings.find(({ id }) => id === fields['meeting'])?.fields['heldOn']),
    received_on: figureOrNothing(fields['receivedOn']),
    corrected: corrections.length > 0 ? 'yes' : '',
  }));

const CSV_NAMES: Readonly<Record<IndicatorField, string>> = {
  value: 'value',
  period: 'period',
  standard: 'standard',
  comparison: 'england',
  score: 'score',
  dataSource: 'data_source',
};

/** A figure or date as text. */
export const figureOrNothing = (figure: unknown): string => (figure === undefined ? '' : inWords(figure));
