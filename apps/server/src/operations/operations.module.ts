import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EventStore } from '#platform/event-store/port.js';
import { HOSTED_PROCESSES, type HostedProcess } from '#platform/process-managers/hosted-process.js';
import { type ProcessStatus, processStatus } from '#platform/process-managers/process-status.js';
import type { ProjectionStatus } from '#platform/projections/projection-status.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';
import { Stopped } from './stopped.js';
import { PROCESS_STATUS, PROJECTION_STATUS } from './tokens.js';

const processStatusProvider = {
  provide: PROCESS_STATUS,
  useFactory: (store: EventStore, dataSource: DataSource, processes: readonly HostedProcess[]) => () =>
    processStatus(
      processes.map(({ manager }) => manager),
      { store, dataSource },
    ),
  inject: [EVENT_STORE, DataSource, HOSTED_PROCESSES],
};

/** Health and metrics. */
@Module({})
export class OperationsModule {
  static of(readiness: Readiness, projectionStatus: () => Promise<readonly ProjectionStatus[]>): DynamicModule {
    return {
      module: OperationsModule,
      // What stands still is shown by the API and by pages.
      global: true,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: Readiness, useValue: readiness },
        { provide: PROJECTION_STATUS, useValue: projectionStatus },
        processStatusProvider,
        Stopped,
        {
          provide: Metrics,
          useFactory: (processes: () => Promise<readonly ProcessStatus[]>) => new Metrics(projectionStatus, processes),
          inject: [PROCESS_STATUS],
        },
      ],
      exports: [Stopped],
    };
  }
}
