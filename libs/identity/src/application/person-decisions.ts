import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { personCodec } from '../core/person/codec.js';
import { personDecider } from '../core/person/decider.js';

export { personStream } from '../core/person/events.js';

/** Runs commands on the streams `person-{id}`. */
export const personDecisions = (store: EventStore) =>
  new Decisions({
    store,
    decider: personDecider,
    codec: personCodec,
    businessDateOf: (event) => {
      if (event.type === 'RoleGranted') return event.data.from;
      return event.type === 'GrantWithdrawn' ? event.data.withdrawnFrom : undefined;
    },
  });

/** What `personDecisions` gives; injected under this name. */
export type PersonDecisions = ReturnType<typeof personDecisions>;
export const PERSON_DECISIONS = Symbol('PersonDecisions');
