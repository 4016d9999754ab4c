import { NO_REACTION, type ProcessManager } from '#kernel/process-manager.js';
import type { BulkEntryEvent } from '../core/bulk-entry/events.js';

/** Carries out the rows of one chunk of an accepted entry. */
export interface ApplyRows {
  readonly entry: string;
  readonly chunk: number;
  readonly kind: string;
  readonly file: string;
  /** Who entered it, and the grant they acted in. */
  readonly actor: string;
  readonly role: string;
  readonly actingAs: string;
}

/** An accepted entry is carried out chunk by chunk. It remembers nothing: what was settled stands in the entry itself. */
export const appliedRows: ProcessManager<null, BulkEntryEvent, ApplyRows> = {
  name: 'bulk-entries',
  version: 1,
  initialState: null,
  instanceOf: ({ event, stream }) => (event.type === 'BulkEntryAccepted' ? stream : undefined),
  evolve: (state) => state,
  react({ event, stream, metadata }) {
    if (event.type !== 'BulkEntryAccepted') return NO_REACTION;
    const { kind, file, chunks, actingAs } = event.data;
    const { actor, role } = metadata;
    const entry = stream.replace(/^bulkentry-/, '');
    const commands = Array.from({ length: chunks }, (_, chunk) => ({ entry, chunk, kind, file, actor, role, actingAs }));
    return { commands, timers: [] };
  },
};
