import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { bulkEntryCodec } from '../core/bulk-entry/codec.js';
import { bulkEntryDecider } from '../core/bulk-entry/decider.js';
import type { BulkEntryEvent } from '../core/bulk-entry/events.js';

function businessDateOf({ type, data }: BulkEntryEvent): string | undefined {
  switch (type) {
    case 'BulkEntryRowsFiled':
      return undefined;
    case 'BulkEntryAccepted':
      return data.acceptedOn;
    case 'BulkEntryRowsSettled':
      return data.settledOn;
    case 'BulkEntryFinished':
      return data.finishedOn;
  }
}

/** Runs commands on the streams `bulkentry-{id}`. */
export const bulkEntryDecisions = (store: EventStore) =>
  new Decisions({ store, decider: bulkEntryDecider, codec: bulkEntryCodec, businessDateOf });

/** What `bulkEntryDecisions` gives; injected under this name. */
export type BulkEntryDecisions = ReturnType<typeof bulkEntryDecisions>;
export const BULK_ENTRY_DECISIONS = Symbol('BulkEntryDecisions');
