import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditEventsQuery } from '#audit/contract.js';
import { bulkEntryKinds, contextModules, contextParts } from '#composition/contexts.js';
import { HOSTED_PROCESSES, type HostedProcess } from '#platform/process-managers/hosted-process.js';

const auditEvents = {
  provide: AuditEventsQuery,
  inject: [DataSource],
  useFactory: (dataSource: DataSource) => new AuditEventsQuery(dataSource),
};

/** The process managers of every context, for the runner and for those who watch it. */
const processes = {
  provide: HOSTED_PROCESSES,
  inject: [...contextParts.processes],
  useFactory: (...ofContexts: readonly (readonly HostedProcess[])[]) => ofContexts.flat(),
};

/** Every context of the service, offered to the API, the pages and each other by what each exports. */
@Global()
@Module({
  imports: [...contextModules],
  providers: [auditEvents, processes, bulkEntryKinds],
  exports: [...contextModules, auditEvents, processes, bulkEntryKinds],
})
export class ContextsModule {}
