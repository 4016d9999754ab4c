import { RecordDashboard } from '#assessment/commands.js';
import { dashboardRequest } from '#api-contract/assessment-requests.js';
import type { AssessmentAnswer, IndicatorField } from '#assessment/queries.js';
import { hasDashboards, INDICATOR_FIELD_NAMES, indicatorTask } from '../assessments/indicators.js';
import { dayInWords } from '../words/dates.js';
import { form, type FormContext } from './assessment-form.js';
import { given } from './form-definition.js';
import { numbered, type Typed } from './typed.js';

/** How many blank rows for indicators the framework does not list there are to begin with, and how many more the button adds. */
const BLANK_ROWS = { alone: 5, besideListed: 1, more: 5 } as const;

/** One row of the form: an indicator the framework lists, or a blank one. */
interface IndicatorFormRow {
  /** The row's place among the form's fields. */
  readonly name: string;
  /** The indicator it is for; undefined where its name is typed. */
  readonly indicator: string | undefined;
  readonly label: string | undefined;
  readonly fields: readonly { readonly field: IndicatorField; readonly label: string }[];
}

function rowsOf(typed: Typed, answer: AssessmentAnswer): readonly IndicatorFormRow[] {
  const listed = answer.indicators.map(({ indicator, label, fields }) => ({
    ...{ name: `listed-${indicator}`, indicator, label: label.includes(indicator) ? label : `${indicator} ${label}` },
    fields: fields.map(fieldNamed),
  }));
  const { unlistedIndicators } = answer;
  if (unlistedIndicators === null) return listed;
  const more = typed.text('_more') === 'values' ? BLANK_ROWS.more : 0;
  const first = listed.length === 0 ? BLANK_ROWS.alone : BLANK_ROWS.besideListed;
  const blank = numbered(Math.max(first, typed.countOf('values') + more)).map((name) => ({
    ...{ name, indicator: undefined, label: undefined },
    fields: unlistedIndicators.map(fieldNamed),
  }));
  return [...listed, ...blank];
}

const fieldNamed = (field: IndicatorField) => ({ field, label: INDICATOR_FIELD_NAMES[field] });
const FIELDS = Object.keys(INDICATOR_FIELD_NAMES);

function valuesIn(typed: Typed, { answer }: FormContext) {
  const rows = new Map(rowsOf(typed, answer).map((row) => [row.name, row]));
  return typed.rows('values', ['indicator', ...FIELDS], [...rows.keys()]).map((row) =>
    given({
      indicator: rows.get(row.name)?.indicator ?? row.text('indicator'),
      ...Object.fromEntries(FIELDS.map((field) => [field, row.text(field)])),
    }),
  );
}

/** The meetings a dashboard may have come with. */
const meetingsIn = ({ meetings }: AssessmentAnswer) =>
  meetings
    .filter(({ withdrawn }) => withdrawn === null)
    .map(({ id, fields }) => ({ id, heldOn: dayInWords(String(fields['heldOn'])) }));

/** Values of indicators: those the framework lists, others where it lets them be recorded, or the dashboard of a meeting. */
export const indicatorForm = form({
  path: 'indicators',
  template: 'forms/indicators.njk',
  title: 'Record indicator values',
  button: 'Record the values',
  permission: 'assessment.record',
  schema: dashboardRequest,
  words: {
    values: 'at least one value',
    meeting: 'the meeting it came with',
    dataSource: 'the source',
    receivedOn: 'the day it was received',
    'values/#/indicator': 'what the indicator is called',
    'values/#/value': 'the value',
    'values/#/period': 'the period',
    'values/#/dataSource': 'the source',
  },
  read: (typed, context) =>
    given({
      meeting: typed.text('meeting'),
      dataSource: typed.text('dataSource'),
      receivedOn: typed.date('receivedOn'),
      values: valuesIn(typed, context),
    }),
  command: (by, { answer }, request) => new RecordDashboard(by, answer.id, request),
  model: (typed, { answer }) => ({
    title: indicatorTask(answer),
    rows: rowsOf(typed, answer),
    held: meetingsIn(answer),
    isDashboard: hasDashboards(answer),
    mayAdd: answer.unlistedIndicators !== null,
  }),
  start: ({ answer }) => {
    const last = meetingsIn(answer).at(-1);
    return last !== undefined && hasDashboards(answer) ? { meeting: last.id } : {};
  },
});
