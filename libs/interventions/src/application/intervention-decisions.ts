import { isRealDate } from '#kernel/business-date.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { interventionCodec } from '../core/intervention/codec.js';
import { interventionDecider } from '../core/intervention/decider.js';
import { dayOfEvent } from '../core/intervention/day-of-event.js';

/** Runs commands on the streams `intervention-{id}`. In the log's metadata stand dates known to the day: a vague one is not filled up. */
export const interventionDecisions = (store: EventStore) =>
  new Decisions({
    store,
    decider: interventionDecider,
    codec: interventionCodec,
    businessDateOf: (event) => {
      const date = dayOfEvent(event);
      return date !== null && isRealDate(date) ? date : undefined;
    },
  });

/** What `interventionDecisions` gives; injected under this name. */
export type InterventionDecisions = ReturnType<typeof interventionDecisions>;
export const INTERVENTION_DECISIONS = Symbol('InterventionDecisions');
