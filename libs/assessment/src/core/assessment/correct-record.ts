import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { FrameworkTerms } from './framework-terms.js';
import { type FieldKind, fieldKindAt, valueAt } from './record-fields.js';
import { firstBroken } from './refusals.js';
import { theFieldIsRecorded, theIndicatorIsRecordedHere } from './rules-on-indicators.js';
import { theCorrectedValueIsAllowed, theFieldCanBeCorrected, theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { liveFor, theDateIsNotInTheFuture, theDateIsReal, theItemIsInTheFramework } from './rules.js';
import type { Assessment, IndicatorValueRecord, KeptRecord } from './state.js';

/** One field by its path in the record, e.g. `heldOn` or `discussions/0/note`, and what it should have said. */
export interface CorrectedField {
  readonly field: string;
  readonly value: string | boolean;
}

/** Corrects fields of a meeting, a call, an action, evidence or an indicator's value; the original stays one step away. */
export interface CorrectRecord extends CommandBase {
  readonly type: 'correct-record';
  readonly record: string;
  readonly fields: readonly CorrectedField[];
  readonly reason: string;
}

export function correctRecord({ record: id, fields, reason, today }: CorrectRecord, state: Assessment): Decision {
  const live = liveFor('correct-record', state);
  if (isRefusal(live)) return live;
  const record = live.records.get(id);
  const refusal = theRecordIsKnown(record, id, '/record');
  if (refusal !== undefined || record === undefined) return refusal ?? [];
  const unsound =
    theRecordStands(record) ?? firstBroken(fields, (field) => theCorrectionIsSound(live.terms, record, field, today));
  if (unsound !== undefined) return unsound;
  const news = [...new Map(fields.map((each) => [each.field, each])).values()].filter(
    ({ field, value }) => valueAt(record.fields, field) !== value,
  );
  if (news.length === 0) return [];
  return [{ type: 'RecordCorrected', data: { record: id, ...sorted(record, news), reason, correctedOn: today } }];
}

function theCorrectionIsSound(
  terms: FrameworkTerms,
  record: KeptRecord,
  { field, value }: CorrectedField,
  today: BusinessDate,
): Broken {
  const kind = fieldKindAt(record, field);
  if (kind === undefined) return theFieldCanBeCorrected(record, field);
  return (
    theCorrectedValueIsAllowed(kind, value, field) ??
    theCorrectedFactIsSound(terms, kind, String(value), today, `/fields/${field}`) ??
    (record.kind === 'indicator-value' ? theIndicatorStillFits(terms, record.fields, { field, value }, kind) : undefined)
  );
}

/** What the framework records of an indicator holds for what is corrected of it as well. */
function theIndicatorStillFits(
  terms: FrameworkTerms,
  { indicator }: IndicatorValueRecord['fields'],
  { field, value }: CorrectedField,
  kind: FieldKind,
): Broken {
  const pointer = `/fields/${field}`;
  if (kind === 'indicator') return theIndicatorIsRecordedHere(terms, String(value), pointer);
  return kind === 'indicator-field' ? theFieldIsRecorded(terms, indicator, field, pointer) : undefined;
}

function theCorrectedFactIsSound(
  terms: FrameworkTerms,
  kind: FieldKind,
  value: string,
  today: BusinessDate,
  pointer: string,
): Broken {
  if (kind === 'done-on') return theDateIsNotInTheFuture(value, today, pointer);
  if (kind === 'day') return theDateIsReal(value, pointer);
  return kind === 'item' ? theItemIsInTheFramework(terms, value, pointer) : undefined;
}

/** Free texts apart from the rest, because only they are sealed. */
function sorted(record: KeptRecord, fields: readonly CorrectedField[]) {
  const isText = ({ field }: CorrectedField): boolean => fieldKindAt(record, field) === 'text';
  const texts = fields.filter(isText).map(({ field, value }) => ({ field, value: String(value) }));
  const values = fields.filter((field) => !isText(field)).map(({ field, value }) => ({ field, value }));
  return { texts, values };
}
