import { type DynamicModule, Module } from '@nestjs/common';
import type { ProjectionStatus } from '#platform/projections/projection-status.js';
import { HealthController } from './health.controller.js';
import { Metrics } from './metrics.js';
import { MetricsController } from './metrics.controller.js';
import { Readiness } from './readiness.js';
import { PROJECTION_STATUS } from './tokens.js';

/** Health and metrics. */
@Module({})
export class OperationsModule {
  static of(readiness: Readiness, projectionStatus: () => Promise<readonly ProjectionStatus[]>): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: Readiness, useValue: readiness },
        { provide: PROJECTION_STATUS, useValue: projectionStatus },
        { provide: Metrics, useFactory: () => new Metrics(projectionStatus) },
      ],
    };
  }
}
