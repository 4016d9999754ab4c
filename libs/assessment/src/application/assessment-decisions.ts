import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { computeRatings, frameworkForPeriodSchema, type FrameworkForPeriod } from '#frameworks/contract.js';
import { businessDateOf } from '../core/assessment/business-date-of.js';
import { assessmentDecider } from '../core/assessment/decider.js';
import { assessmentCodec } from '../core/assessment/codec.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import type { ComputeRatings, FrameworkTerms } from '../core/assessment/framework-terms.js';

/** The stream of an assessment, by its id. */
export const assessmentStream = (assessment: string): string => `assessment-${assessment}`;

const parsed = new WeakMap<FrameworkTerms, FrameworkForPeriod>();

/** The terms as the frameworks context reads them; a fold keeps one terms object, so each is read once. */
export function frameworkOf(terms: FrameworkTerms): FrameworkForPeriod {
  const known = parsed.get(terms) ?? frameworkForPeriodSchema.parse(terms);
  parsed.set(terms, known);
  return known;
}

/** Evaluates the pack's rules over ratings, as the frameworks context does. */
export const compute: ComputeRatings = (terms, ratings) => computeRatings(frameworkOf(terms), ratings);

/** Opened long after its period, or corrected today, a record tells of the days it is about all the same. */
const ABOUT_THE_RECORD: ReadonlySet<AssessmentEvent['type']> = new Set([
  'AssessmentOpened',
  'AssessmentWithdrawn',
  'RecordCorrected',
  'RecordWithdrawn',
  'EvidenceWithdrawn',
  'TranscriptionCorrected',
]);
const isAboutTheRecord = (storedName: string): boolean =>
  (ABOUT_THE_RECORD as ReadonlySet<string>).has(storedName.replace(/\.v\d+$/, ''));

/** The decisions of assessments, on the pack's rules as the frameworks context evaluates them. */
export function assessmentDecisions(store: EventStore) {
  const decider = assessmentDecider(compute);
  return new Decisions({ store, decider, codec: assessmentCodec, businessDateOf, isAboutTheRecord });
}

/** What `assessmentDecisions` gives; injected under this name. */
export type AssessmentDecisions = ReturnType<typeof assessmentDecisions>;
export const ASSESSMENT_DECISIONS = Symbol('AssessmentDecisions');
