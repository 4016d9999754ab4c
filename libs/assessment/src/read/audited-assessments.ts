import { codecOf } from '#kernel/codec.js';
import { type AssessmentEvent, assessmentEvents } from '../core/assessment/events.js';
import { describeEvent } from './event-descriptions.js';
import { termsBroughtBy } from './per-assessment/about.js';
import type { Labels } from './per-assessment/brief-terms.js';

interface Sealed {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

const NO_LABELS: Labels = { items: [] };
const isToday = ({ type, version }: Sealed): boolean =>
  Object.entries(assessmentEvents).some(([name, definition]) => name === type && definition.version === version);

/**
 * How the audit list tells events of assessments: an `AuditedFamily` of the audit context. Titles are made from sealed events,
 * for none of them holds free text; an event of an older version is told by its name.
 */
export const auditedAssessments = {
  category: 'assessment',
  storedNames: codecOf(assessmentEvents).storedNames,
  organisationOf: (id: string): string | undefined => id.split('.')[0],
  vocabularyOf(event: Sealed): Labels | undefined {
    const terms = isToday(event) ? termsBroughtBy(event as unknown as AssessmentEvent) : undefined;
    return terms && { items: terms.items.map(wordsOf), indicators: terms.indicators?.map(({ id, label }) => ({ id, label })) };
  },
  titleOf(event: Sealed, vocabulary: unknown): string | undefined {
    if (!isToday(event)) return undefined;
    return describeEvent(event as unknown as AssessmentEvent, (vocabulary as Labels | undefined) ?? NO_LABELS).title;
  },
} as const;

const wordsOf = ({ id, label, shortLabel, scale }: Labels['items'][number]): Labels['items'][number] => ({
  id,
  label,
  ...(shortLabel === undefined ? {} : { shortLabel }),
  scale: { ratings: scale.ratings.map((rating) => ({ id: rating.id, label: rating.label })) },
});
