import { codecOf } from '#kernel/codec.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { organisationDecider } from '../core/organisation/decider.js';
import { organisationEvents } from '../core/organisation/events.js';

/** Runs commands on the streams `organisation-{code}`. */
export const organisationDecisions = (store: EventStore) =>
  new Decisions({
    store,
    decider: organisationDecider,
    codec: codecOf(organisationEvents),
    businessDateOf: ({ data }) => data.effectiveOn,
  });

/** What runs commands on organisations. */
export type OrganisationDecisions = ReturnType<typeof organisationDecisions>;
