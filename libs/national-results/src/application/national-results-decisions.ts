import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { nationalResultsCodec } from '../core/national-results/codec.js';
import { nationalResultsDecider } from '../core/national-results/decider.js';

/** Runs commands on the streams `national-{framework}.{period}.{item}`. */
export const nationalResultsDecisions = (store: EventStore) =>
  new Decisions({ store, decider: nationalResultsDecider, codec: nationalResultsCodec });

/** What `nationalResultsDecisions` gives. */
export type NationalResultsDecisions = ReturnType<typeof nationalResultsDecisions>;
