import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ProjectionStatus } from '#platform/projections/projection-status.js';
import { Public } from '../edge/access.js';
import { problem } from '../edge/problem.js';
import { Readiness } from './readiness.js';
import { PROJECTION_STATUS } from './tokens.js';

interface Subscription {
  readonly name: string;
  readonly version: number;
  readonly status: 'running' | 'stopped';
  readonly position: string;
  readonly lag: { readonly positions: string; readonly seconds: number };
}

/** Whether the process lives, and whether it can do its work. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(PROJECTION_STATUS) private readonly projectionStatus: () => Promise<readonly ProjectionStatus[]>,
  ) {}

  /** The process answers. Looks at nothing else, so that a slow database restarts nothing. */
  @Public()
  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers' })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** Migrated, seed complete, projections caught up once; with the lag of each. 503 until then, or when one has stopped. */
  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'Whether the service is ready for work' })
  @ApiResponse({ status: 503, description: 'Not ready yet: the problem says what is waited for.' })
  async ready(): Promise<{ readonly status: 'ready'; readonly subscriptions: readonly Subscription[] }> {
    const subscriptions = (await this.projectionStatus()).map(subscriptionOf);
    const stopped = subscriptions
      .filter(({ status }) => status === 'stopped')
      .map(({ name }) => `the projection ${name} has stopped`);
    const waitingFor = [...this.readiness.waitingFor, ...stopped];
    if (waitingFor.length > 0)
      throw problem('not-ready', `Not ready: ${waitingFor.join('; ')}.`, { facts: { waitingFor, subscriptions } });
    return { status: 'ready', subscriptions };
  }
}

function subscriptionOf({ name, version, status, position, lag }: ProjectionStatus): Subscription {
  return { name, version, status, position: String(position), lag: { positions: String(lag.positions), seconds: lag.seconds } };
}
