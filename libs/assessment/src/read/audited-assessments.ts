import { codecOf } from '#kernel/codec.js';
import type { EventDefinition } from '#kernel/event-family.js';
import { type AssessmentEvent, assessmentEvents } from '../core/assessment/events.js';
import { describeEvent } from './event-descriptions.js';
import { termsBroughtBy } from './per-assessment/about.js';
import { type Labels, wordsOf } from './per-assessment/brief-terms.js';

interface Sealed {
  readonly type: string;
  readonly version: number;
  readonly data: unknown;
}

const NO_LABELS: Labels = { items: [] };
const definitions: Readonly<Record<string, EventDefinition>> = assessmentEvents;

/** The event in today's shape, its texts still sealed: a step up never looks into a text. Undefined for a version nobody wrote. */
function inTodaysShape({ type, version, data }: Sealed): AssessmentEvent | undefined {
  const { version: today, older = [] } = definitions[type] ?? {};
  const from = version === today ? older.length : older.findIndex((each) => each.version === version);
  if (today === undefined || from < 0) return undefined;
  return { type, data: older.slice(from).reduce((known, step) => step.stepUp(known), data) } as AssessmentEvent;
}

/**
 * How the audit list tells events of assessments: an `AuditedFamily` of the audit context. Titles are made from sealed events,
 * for none of them holds free text.
 */
export const auditedAssessments = {
  category: 'assessment',
  storedNames: codecOf(assessmentEvents).storedNames,
  organisationOf: (id: string): string | undefined => id.split('.')[0],
  vocabularyOf(event: Sealed): Labels | undefined {
    const known = inTodaysShape(event);
    const terms = known && termsBroughtBy(known);
    return terms && wordsOf(terms);
  },
  titleOf(event: Sealed, vocabulary: unknown): string | undefined {
    const known = inTodaysShape(event);
    return known && describeEvent(known, (vocabulary as Labels | undefined) ?? NO_LABELS).title;
  },
} as const;
