import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { ComputeRatings, FrameworkTerms } from './framework-terms.js';
import { itemInForce } from './items-in-force.js';
import { type FieldKind, fieldKindAt, valueAt } from './record-fields.js';
import { atField, firstBroken } from './refusals.js';
import { unlessItMovesWhatWasSubmitted } from './rules-on-given-ratings.js';
import { theFieldIsRecorded, theIndicatorIsRecordedHere } from './rules-on-indicators.js';
import { theCorrectedValueIsAllowed, theFieldCanBeCorrected, theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { liveFor, theDateIsNotInTheFuture, theDateIsReal, theItemIsInTheFramework, theRatingIsOnTheScale } from './rules.js';
import type { Assessment, GivenRatingRecord, IndicatorValueRecord, KeptRecord } from './state.js';

/** One field by its path in the record, e.g. `heldOn` or `discussions/0/note`, and what it should have said. */
export interface CorrectedField {
  readonly field: string;
  readonly value: string | boolean;
}

/** Corrects fields of a record, of whatever kind; the original stays one step away. */
export interface CorrectRecord extends CommandBase {
  readonly type: 'correct-record';
  readonly record: string;
  readonly fields: readonly CorrectedField[];
  readonly reason: string;
}

export const correctRecord =
  (compute: ComputeRatings) =>
  ({ record: id, fields, reason, today }: CorrectRecord, state: Assessment): Decision => {
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
    const data = { record: id, ...sorted(record, news), reason, correctedOn: today };
    return unlessItMovesWhatWasSubmitted(compute, live, [{ type: 'RecordCorrected', data }]);
  };

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
    theFrameworkStillAllowsIt(terms, record, { field, value }, kind)
  );
}

/** What the framework says of an indicator or of an item's scale holds for what is corrected as well. */
function theFrameworkStillAllowsIt(
  terms: FrameworkTerms,
  record: KeptRecord,
  corrected: CorrectedField,
  kind: FieldKind,
): Broken {
  if (record.kind === 'indicator-value') return theIndicatorStillFits(terms, record.fields, corrected, kind);
  return record.kind === 'given-rating' ? theGivenRatingStillFits(terms, record, corrected) : undefined;
}

function theGivenRatingStillFits(terms: FrameworkTerms, { fields }: GivenRatingRecord, { field, value }: CorrectedField): Broken {
  const item = itemInForce(terms, fields.item);
  if (field === 'rating' && item !== undefined)
    return theRatingIsOnTheScale(item, { rating: String(value), reason: fields.reason }, '/fields');
  const corrected: Readonly<Record<string, unknown>> = { ...fields, [field]: value };
  if (field.startsWith('published') && fields.publishedOn === undefined)
    return atField('field-not-correctable', `/fields/${field}`, 'It is not published yet: say when it is.');
  const [givenOn, publishedOn] = [corrected['givenOn'], corrected['publishedOn']];
  if (typeof publishedOn !== 'string' || typeof givenOn !== 'string' || publishedOn >= givenOn) return undefined;
  return atField('published-before-it-was-given', `/fields/${field}`, 'It cannot have been published before it was given.');
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
