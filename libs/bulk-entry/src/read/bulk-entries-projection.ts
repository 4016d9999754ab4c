import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { bulkEntryCodec } from '../core/bulk-entry/codec.js';
import { type BulkEntryEvent, bulkEntryStream } from '../core/bulk-entry/events.js';
import { type BulkEntry, evolve, initialState } from '../core/bulk-entry/state.js';

/** A row of `bulk_entries_v1`. */
export interface KnownBulkEntry {
  readonly entry: BulkEntry;
  /** Who entered it. */
  readonly actor: string;
  /** When it was accepted, and when it was carried out to its end. */
  readonly acceptedAt: string | null;
  readonly finishedAt: string | null;
}

/** The read model's table. */
export const BULK_ENTRIES = 'bulk_entries_v1';

/** What was known of each bulk entry after each event, without its rows. */
export const bulkEntriesProjection = new FoldedRows<KnownBulkEntry, BulkEntryEvent>({
  name: 'bulk-entries',
  version: 1,
  table: BULK_ENTRIES,
  reader: readerOf(bulkEntryCodec),
  keyOf: (stream) => stream.slice(bulkEntryStream('').length),
  take: (known, { event, recordedAt, metadata }) => ({
    entry: evolve(known?.entry ?? initialState, event),
    actor: known?.actor ?? metadata.actor,
    acceptedAt: event.type === 'BulkEntryAccepted' ? recordedAt : (known?.acceptedAt ?? null),
    finishedAt: event.type === 'BulkEntryFinished' ? recordedAt : (known?.finishedAt ?? null),
  }),
});
