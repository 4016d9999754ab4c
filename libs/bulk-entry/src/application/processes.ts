import type { PersonDirectory } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { HostedProcess } from '#platform/process-managers/hosted-process.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { bulkEntryCodec } from '../core/bulk-entry/codec.js';
import type { BulkEntryEvent } from '../core/bulk-entry/events.js';
import { type ApplyRows, appliedRows } from '../process/applied-rows.js';
import { RowsApplication } from './apply-rows.js';
import type { BulkEntryDecisions } from './bulk-entry-decisions.js';
import type { BulkEntryKind } from './kinds.js';

/** The injection token of the process managers of bulk entries, a list for the runner. */
export const BULK_ENTRY_PROCESSES = Symbol('BulkEntryProcesses');

/** The process managers of bulk entries, with how their commands are carried out. */
export function bulkEntryProcesses(
  store: EventStore,
  decisions: BulkEntryDecisions,
  people: PersonDirectory,
  kinds: readonly BulkEntryKind[],
  clock: Clock,
): readonly HostedProcess[] {
  const application = new RowsApplication(store, decisions, people, kinds, clock);
  const applying: HostedProcess<null, BulkEntryEvent, ApplyRows> = {
    manager: appliedRows,
    reader: readerOf(bulkEntryCodec),
    dispatch: (dispatched) => application.apply(dispatched),
  };
  return [applying];
}
