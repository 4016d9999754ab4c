import { earliestDay } from '#kernel/partial-date.js';
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
  'filedOn',
  'from',
];

/** The day an event is about; a vague date stands for its first day. */
function businessDateOf({ data }: SurveyEvent): string | undefined {
  const fields: Readonly<Record<string, unknown>> = data;
  const date = FIELDS.map((field) => fields[field]).find((value) => typeof value === 'string');
  return date === undefined ? undefined : earliestDay(date);
}

/** Runs commands on the streams `survey-{organisation}.{year}`. */
export const surveyDecisions = (store: EventStore) =>
  new Decisions({ store, decider: surveyDecider, codec: surveyCodec, businessDateOf });

/** What `surveyDecisions` gives; injected under this name. */
export type SurveyDecisions = ReturnType<typeof surveyDecisions>;
export const SURVEY_DECISIONS = Symbol('SurveyDecisions');
