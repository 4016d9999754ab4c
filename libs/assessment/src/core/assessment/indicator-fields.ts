import type { AssessmentEventOf } from './events.js';
import type { FrameworkTerms } from './framework-terms.js';

/** What is told of one indicator: the fields of the event that the framework may name. */
export type IndicatorValue = Omit<
  AssessmentEventOf<'IndicatorValueRecorded'>['data'],
  'indicatorValue' | 'meeting' | 'receivedOn'
>;

/** Each such field, with the name a framework's pack has for it. */
const NAMED_BY_PACKS = {
  value: 'value',
  period: 'period',
  standard: 'standard',
  comparison: 'england',
  score: 'score',
  dataSource: 'source',
} as const satisfies Readonly<Record<Exclude<keyof IndicatorValue, 'indicator'>, string>>;

export type IndicatorField = keyof typeof NAMED_BY_PACKS;
export const INDICATOR_FIELDS = Object.keys(NAMED_BY_PACKS) as readonly IndicatorField[];

/** The fields that a pack names. */
export const fieldsNamed = (named: readonly string[]): readonly IndicatorField[] =>
  INDICATOR_FIELDS.filter((field) => named.includes(NAMED_BY_PACKS[field]));

/** What the framework records of an indicator, listed or not; undefined where it records nothing of it. */
export function fieldsRecordedOf(
  { indicators = [], unlistedIndicators }: Pick<FrameworkTerms, 'indicators' | 'unlistedIndicators'>,
  indicator: string,
): readonly IndicatorField[] | undefined {
  const named = indicators.find(({ id }) => id === indicator)?.fields ?? unlistedIndicators;
  return named && fieldsNamed(named);
}
