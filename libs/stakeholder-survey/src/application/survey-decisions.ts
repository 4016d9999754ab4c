import { isRealDate } from '#kernel/business-date.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { surveyCodec } from '../core/survey/codec.js';
import { surveyDecider } from '../core/survey/decider.js';
import type { SurveyEvent } from '../core/survey/events.js';

const FIELDS = [
  'countedOn',
  'nominatedOn',
  'withdrawnOn',
  'erasedOn',
  'recordedOn',
  'redactedOn',
  'identifiedOn',
  'tiedOn',
  'filedOn',
  'from',
];

/** The day an event is about, where it is known to the day: a vague date is not filled up. */
function businessDateOf({ data }: SurveyEvent): string | undefined {
  const fields: Readonly<Record<string, unknown>> = data;
  return FIELDS.map((field) => fields[field]).find((value): value is string => typeof value === 'string' && isRealDate(value));
}

/** Runs commands on the streams `survey-{organisation}.{year}`. */
export const surveyDecisions = (store: EventStore) =>
  new Decisions({ store, decider: surveyDecider, codec: surveyCodec, businessDateOf });

/** What `surveyDecisions` gives; injected under this name. */
export type SurveyDecisions = ReturnType<typeof surveyDecisions>;
export const SURVEY_DECISIONS = Symbol('SurveyDecisions');
