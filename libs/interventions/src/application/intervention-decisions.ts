import { earliestDay } from '#kernel/partial-date.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { interventionCodec } from '../core/intervention/codec.js';
import { interventionDecider } from '../core/intervention/decider.js';
import { dayOfEvent } from '../core/intervention/day-of-event.js';

/** Runs commands on the streams `intervention-{id}`. A vague date stands in the log's metadata by its first day. */
export const interventionDecisions = (store: EventStore) =>
  new Decisions({
    store,
    decider: interventionDecider,
    codec: interventionCodec,
    businessDateOf: (event) => {
      const date = dayOfEvent(event);
      return date === null ? undefined : earliestDay(date);
    },
  });

/** What `interventionDecisions` gives; injected under this name. */
export type InterventionDecisions = ReturnType<typeof interventionDecisions>;
export const INTERVENTION_DECISIONS = Symbol('InterventionDecisions');
