import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import { given } from '#kernel/given.js';
import { INDICATOR_FIELDS, type IndicatorValue } from './indicator-fields.js';
import { firstBroken } from './refusals.js';
import {
  onlyWhatIsRecordedIsGiven,
  theIndicatorIsRecordedHere,
  theMeetingIsKnown,
  theScoreIsOnTheScale,
  whatIsNeededIsGiven,
} from './rules-on-indicators.js';
import { liveFor, theDateIsNotInTheFuture } from './rules.js';
import { indicatorValuesOf } from './selectors.js';
import type { Assessment, AssessmentCase, LiveAssessment } from './state.js';

type Recorded = AssessmentEventOf<'IndicatorValueRecorded'>['data'];

/** Records values of indicators, all or nothing: one, or a whole dashboard. */
export interface RecordIndicatorValues extends CommandBase {
  readonly type: 'record-indicator-values';
  readonly values: readonly IndicatorValue[];
  /** Where the request holds them, for its faults: the request is the value itself, or has them in `values`. */
  readonly asked: 'one' | 'list';
  /** The checkpoint meeting whose dashboard they stood on. */
  readonly meeting?: string | undefined;
  /** When left out, the day of that meeting; without one, today. */
  readonly receivedOn?: BusinessDate | undefined;
  /** The framework's scale for the scores of indicators, which its terms leave out; empty where it has none. */
  readonly scores: readonly string[];
}

export function recordIndicatorValues(command: RecordIndicatorValues, state: Assessment): Decision {
  const live = liveFor('record-indicator-values', state);
  if (isRefusal(live)) return live;
  const refusal =
    theMeetingIsKnown(live, command.meeting) ??
    theDateIsNotInTheFuture(dayReceived(command, live), command.today, '/receivedOn') ??
    firstBroken(command.values, (value, index) => theValueIsSound(live, value, command, pointerTo(command, index)));
  if (refusal !== undefined) return refusal;
  return command.values.flatMap((value, index) => recordedAs(command, live, value, index));
}

const pointerTo = ({ asked }: RecordIndicatorValues, index: number): string =>
  asked === 'one' ? '' : `/values/${String(index)}`;

function dayReceived({ receivedOn, meeting, today }: RecordIndicatorValues, { records }: AssessmentCase): BusinessDate {
  const record = meeting === undefined ? undefined : records.get(meeting);
  return receivedOn ?? (record?.kind === 'meeting' ? record.fields.heldOn : today);
}

const theValueIsSound = (
  { terms }: AssessmentCase,
  value: IndicatorValue,
  { scores }: RecordIndicatorValues,
  pointer: string,
): Broken =>
  theIndicatorIsRecordedHere(terms, value.indicator, `${pointer}/indicator`) ??
  onlyWhatIsRecordedIsGiven(terms, value, pointer) ??
  whatIsNeededIsGiven(terms, value, pointer) ??
  theScoreIsOnTheScale(value.score, scores, `${pointer}/score`);

/** Said before in the same words, it is nothing new. */
function recordedAs(
  command: RecordIndicatorValues,
  state: LiveAssessment,
  value: IndicatorValue,
  index: number,
): readonly AssessmentEvent[] {
  const { meeting } = command;
  const told = { ...given({ ...value, meeting }), indicator: value.indicator };
  if (indicatorValuesOf(state).some(({ fields, withdrawn }) => withdrawn === undefined && saysTheSame(fields, told))) return [];
  const indicatorValue = derivedId(command.commandId, `indicator-value-${String(index)}`);
  return [{ type: 'IndicatorValueRecorded', data: { indicatorValue, ...told, receivedOn: dayReceived(command, state) } }];
}

const saysTheSame = (known: Recorded, told: IndicatorValue & Pick<Recorded, 'meeting'>): boolean =>
  (['indicator', 'meeting', ...INDICATOR_FIELDS] as const).every((field) => known[field] === told[field]);
