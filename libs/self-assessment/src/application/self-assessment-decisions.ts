import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { selfAssessmentCodec } from '../core/self-assessment/codec.js';
import { selfAssessmentDecider } from '../core/self-assessment/decider.js';
import type { SelfAssessmentEvent } from '../core/self-assessment/events.js';

const FIELDS = [
  'startedOn',
  'statedOn',
  'scoredOn',
  'submittedOn',
  'begunOn',
  'reviewedOn',
  'returnedOn',
  'finalisedOn',
  'withdrawnOn',
];

/** The day an event is about: every one has one. */
function businessDateOf({ data }: SelfAssessmentEvent): string | undefined {
  const fields: Readonly<Record<string, unknown>> = data;
  return FIELDS.map((field) => fields[field]).find((value) => typeof value === 'string');
}

/** Runs commands on the streams `selfassessment-{organisation}.{framework}.{period}`. */
export const selfAssessmentDecisions = (store: EventStore) =>
  new Decisions({ store, decider: selfAssessmentDecider, codec: selfAssessmentCodec, businessDateOf });

/** What `selfAssessmentDecisions` gives; injected under this name. */
export type SelfAssessmentDecisions = ReturnType<typeof selfAssessmentDecisions>;
export const SELF_ASSESSMENT_DECISIONS = Symbol('SelfAssessmentDecisions');
