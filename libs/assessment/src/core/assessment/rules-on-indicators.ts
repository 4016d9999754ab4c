import type { Broken } from './command.js';
import type { FrameworkTerms } from './framework-terms.js';
import { fieldsRecordedOf, INDICATOR_FIELDS, type IndicatorField, type IndicatorValue } from './indicator-fields.js';
import { atField, firstBroken } from './refusals.js';
import type { AssessmentCase } from './state.js';

/* The rules on indicators and dashboards; the rest stand in `rules.ts`. */

/** Only indicators the framework names are recorded, and others where its list is not whole (docs/frameworks.md, Items). */
export function theIndicatorIsRecordedHere(terms: FrameworkTerms, indicator: string, pointer: string): Broken {
  if (fieldsRecordedOf(terms, indicator) !== undefined) return undefined;
  const known = (terms.indicators ?? []).map(({ id }) => id).join(', ');
  const detail =
    known === ''
      ? `${terms.framework.title} has no indicators whose values are recorded.`
      : `${indicator} is not an indicator of ${terms.framework.title}. Its indicators are ${known}.`;
  return atField('indicator-not-recorded-here', pointer, detail);
}

/** Of an indicator only what the framework names is recorded (docs/frameworks.md, Items). */
export function theFieldIsRecorded(terms: FrameworkTerms, indicator: string, field: string, pointer: string): Broken {
  const fields = fieldsRecordedOf(terms, indicator) ?? [];
  if (fields.some((one) => one === field)) return undefined;
  const detail = `${terms.framework.title} does not record ${field} of ${indicator}. It records ${fields.join(', ')}.`;
  return atField('indicator-field-not-recorded', pointer, detail);
}

/** The same for every member of a value. */
export const onlyWhatIsRecordedIsGiven = (terms: FrameworkTerms, value: IndicatorValue, pointer: string): Broken =>
  firstBroken(
    INDICATOR_FIELDS.filter((field) => value[field] !== undefined),
    (field) => theFieldIsRecorded(terms, value.indicator, field, `${pointer}/${field}`),
  );

/** What may be left out is what a value is compared with: not every source compares. */
const NEEDED: Partial<Readonly<Record<IndicatorField, string>>> = {
  value: 'The value',
  period: 'The period',
  dataSource: 'The source',
};

/** A value, or its score alone, is given with its period and source, where the framework records them (issue 5, item 1). */
export const whatIsNeededIsGiven = (terms: FrameworkTerms, value: IndicatorValue, pointer: string): Broken =>
  firstBroken(fieldsRecordedOf(terms, value.indicator) ?? [], (field) => {
    const isThere = value[field] !== undefined || (field === 'value' && value.score !== undefined);
    const name = NEEDED[field];
    if (isThere || name === undefined) return undefined;
    return atField('indicator-field-missing', `${pointer}/${field}`, `${name} of ${value.indicator} is missing.`);
  });

/** An indicator's score is on the framework's scale for scores (docs/frameworks.md, Items). */
export function theScoreIsOnTheScale(score: string | undefined, scores: readonly string[], pointer: string): Broken {
  if (score === undefined || scores.includes(score)) return undefined;
  return atField('score-not-on-scale', pointer, `${score} is not a score. Choose one of ${scores.join(', ')}.`);
}

/** A dashboard came with a checkpoint meeting of this assessment that stands (issue 5, item 1). */
export function theMeetingIsKnown({ records }: AssessmentCase, meeting: string | undefined): Broken {
  const record = meeting === undefined ? undefined : records.get(meeting);
  if (meeting === undefined || (record?.kind === 'meeting' && record.withdrawn === undefined)) return undefined;
  return atField('unknown-meeting', '/meeting', `${meeting} is no checkpoint meeting of this assessment that stands.`);
}
