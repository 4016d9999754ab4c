import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERSON_DIRECTORY } from '#identity/contract.js';
import { CLOCK } from '#platform/clock/clock.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { AcceptBulkEntryHandler } from './application/accept-bulk-entry.js';
import { BULK_ENTRY_DECISIONS, bulkEntryDecisions } from './application/bulk-entry-decisions.js';
import { BulkExamination } from './application/examination.js';
import { KeptFiles } from './application/kept-files.js';
import { BULK_ENTRY_KINDS } from './application/kinds.js';
import { BULK_ENTRY_PROCESSES, bulkEntryProcesses } from './application/processes.js';
import {
  ExamineBulkEntryHandler,
  ListBulkEntriesHandler,
  ListBulkTemplatesHandler,
  ReadBulkEntryHandler,
  ReadBulkEntryRowsHandler,
} from './application/read-bulk-entries.js';
import { bulkEntriesProjection } from './read/bulk-entries-projection.js';
import { BulkEntriesQuery } from './read/bulk-entries-query.js';
import { CreateBulkEntries1790000683000 } from './read/migrations/1790000683000-create-bulk-entries.js';

/** What the composition root collects of this context. */
export const bulkEntryParts: ContextParts = {
  projections: [bulkEntriesProjection],
  migrations: [CreateBulkEntries1790000683000],
  processes: [BULK_ENTRY_PROCESSES],
};

const decisions = { provide: BULK_ENTRY_DECISIONS, useFactory: bulkEntryDecisions, inject: [EVENT_STORE] };

const processes = {
  provide: BULK_ENTRY_PROCESSES,
  useFactory: bulkEntryProcesses,
  inject: [EVENT_STORE, BULK_ENTRY_DECISIONS, PERSON_DIRECTORY, BULK_ENTRY_KINDS, CLOCK],
};

const tables = [BulkEntriesQuery, KeptFiles].map((table) => ({
  provide: table,
  useFactory: (dataSource: DataSource) => new table(dataSource),
  inject: [DataSource],
}));

/** Entering many rows at once. Needs BULK_ENTRY_KINDS, which the composition root makes of what every context offers. */
@Module({
  providers: [
    decisions,
    processes,
    ...tables,
    BulkExamination,
    AcceptBulkEntryHandler,
    ExamineBulkEntryHandler,
    ListBulkEntriesHandler,
    ListBulkTemplatesHandler,
    ReadBulkEntryHandler,
    ReadBulkEntryRowsHandler,
  ],
  exports: [BULK_ENTRY_PROCESSES, KeptFiles],
})
export class BulkEntryModule {}
