import type { AssessmentEventOf } from '../../core/assessment/events.js';
import { INDICATOR_FIELDS } from '../../core/assessment/indicator-fields.js';
import { periodOrder, termsBroughtBy } from '../per-assessment/about.js';
import { indicatorName, type Labels, wordsOf } from '../per-assessment/brief-terms.js';
import type { AssessmentFold, Folded, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row, Write } from '#platform/projections/writes.js';

export const INDICATOR_VALUES = 'indicator_values_v1';

type Told = AssessmentEventOf<'IndicatorValueRecorded'>['data'];

/** A value as it stands, corrections applied, with what its row is known by. */
interface Kept {
  readonly told: Told;
  readonly revision: string;
  readonly recordedAt: string;
  /** The position its latest row holds from. */
  readonly from: string;
}

interface IndicatorsState {
  readonly indicators: Labels['indicators'];
  readonly values: Readonly<Record<string, Kept>>;
}

/** Every value recorded of an indicator, with how it stood at any time. */
export const indicatorValuesFold: AssessmentFold<IndicatorsState> = {
  name: 'indicator-values',
  version: 1,
  tables: [{ name: INDICATOR_VALUES, key: ['indicator_value', 'from_position'], recordedColumn: 'from_position' }],
  initialState: { indicators: [], values: {} },
  step(before, recorded) {
    const terms = termsBroughtBy(recorded.event);
    const indicators = terms === undefined ? before.state.indicators : wordsOf(terms).indicators;
    const folded = { ...before, state: { ...before.state, indicators } };
    const { event } = recorded;
    switch (event.type) {
      case 'IndicatorValueRecorded':
        return put(folded, event.data, recorded);
      case 'RecordCorrected':
        return corrected(folded, event.data, recorded);
      case 'RecordWithdrawn':
        return taken(folded, event.data.record, recorded);
      case 'AssessmentWithdrawn': {
        const at = String(recorded.position);
        const writes: Write[] = [{ do: 'retract', table: INDICATOR_VALUES, of: { assessment: before.assessment }, at }];
        return { state: folded.state, writes };
      }
      // Opened anew it counts again; moved, it lies elsewhere; under another version of its framework it may be called otherwise.
      case 'AssessmentOpened':
      case 'AssessmentTransferred':
      case 'FrameworkVersionApplied':
        return writtenAnew(folded, recorded);
      default:
        return { state: folded.state, writes: [] };
    }
  },
};

function put(folded: Folded<IndicatorsState>, told: Told, recorded: RecordedAssessmentEvent) {
  const from = String(recorded.position);
  const known = folded.state.values[told.indicatorValue];
  const { revision, recordedAt } = known ?? { revision: String(recorded.revision), recordedAt: recorded.recordedAt };
  const kept = { told, revision, recordedAt, from };
  const state = { ...folded.state, values: { ...folded.state.values, [told.indicatorValue]: kept } };
  const insert: Write = { do: 'insert', table: INDICATOR_VALUES, row: () => rowOf(folded, kept) };
  return { state, writes: known === undefined ? [insert] : [closing(known, from), insert] };
}

const closing = ({ told, from }: Kept, at: string, wasWrong = false): Write => ({
  ...{ do: 'close', table: INDICATOR_VALUES, at, wasWrong },
  key: { indicator_value: told.indicatorValue, from_position: from },
});

function corrected(
  folded: Folded<IndicatorsState>,
  { record, values }: AssessmentEventOf<'RecordCorrected'>['data'],
  recorded: RecordedAssessmentEvent,
) {
  const known = folded.state.values[record];
  if (known === undefined) return { state: folded.state, writes: [] };
  const changes = Object.fromEntries(values.map(({ field, value }) => [field, value]));
  return put(folded, { ...known.told, ...changes }, recorded);
}

function taken(folded: Folded<IndicatorsState>, record: string, recorded: RecordedAssessmentEvent) {
  const { [record]: known, ...values } = folded.state.values;
  const writes = known === undefined ? [] : [closing(known, String(recorded.position), true)];
  return { state: { ...folded.state, values }, writes };
}

function writtenAnew(folded: Folded<IndicatorsState>, recorded: RecordedAssessmentEvent) {
  const steps = Object.values(folded.state.values).map(({ told }) => told);
  return steps.reduce(
    (before, told) => {
      const { state, writes } = put({ ...folded, state: before.state }, told, recorded);
      return { state, writes: [...before.writes, ...writes] };
    },
    { state: folded.state, writes: [] as readonly Write[] },
  );
}

function rowOf({ assessment, about, terms, state }: Folded<IndicatorsState>, { told, revision, recordedAt, from }: Kept): Row {
  const { indicatorValue, indicator, meeting, receivedOn } = told;
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    organisation_name: about.organisationName,
    framework: terms.framework.id,
    indicator_value: indicatorValue,
    indicator,
    indicator_label: indicatorName(state, indicator),
    // As JSON, so that a text stays a text and a number a number.
    told: Object.fromEntries(INDICATOR_FIELDS.map((field) => [field, told[field] ?? null])),
    meeting: meeting ?? null,
    received_on: receivedOn,
    recorded_at: recordedAt,
    revision,
    from_position: from,
    to_position: null,
    retracted_position: null,
  };
}
