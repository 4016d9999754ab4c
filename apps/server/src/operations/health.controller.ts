import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { ProcessStatus } from '#platform/process-managers/process-status.js';
import { describeBuilding, type ProjectionStatus } from '#platform/projections/projection-status.js';
import { Public } from '../edge/access.js';
import { problem } from '../edge/problem.js';
import { Readiness } from './readiness.js';
import { PROCESS_STATUS, PROJECTION_STATUS } from './tokens.js';

interface Subscription {
  readonly name: string;
  readonly version: number;
  readonly status: 'running' | 'stopped';
  readonly position: string;
  readonly lag: { readonly positions: string; readonly seconds: number };
}

type Followed = Pick<ProjectionStatus | ProcessStatus, 'name' | 'version' | 'status' | 'position' | 'lag'>;

/** A process manager, with the commands it still has to send and those it gave up. */
interface Process extends Subscription {
  readonly waitingCommands: number;
  readonly deadLetters: number;
}

interface Ready {
  readonly status: 'ready';
  readonly subscriptions: readonly Subscription[];
  readonly processes: readonly Process[];
}

/** Whether the process lives, and whether it can do its work. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(PROJECTION_STATUS) private readonly projectionStatus: () => Promise<readonly ProjectionStatus[]>,
    @Inject(PROCESS_STATUS) private readonly processStatus: () => Promise<readonly ProcessStatus[]>,
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
  async ready(): Promise<Ready> {
    const projections = await this.projectionStatus();
    const subscriptions = projections.map(subscriptionOf);
    const processes = (await this.processStatus()).map(processOf);
    const stopped = [
      ...subscriptions.filter(isStopped).map(({ name }) => `the projection ${name} has stopped`),
      ...processes.filter(isStopped).map(({ name }) => `the process manager ${name} has stopped`),
    ];
    const building = projections.flatMap((projection) => describeBuilding(projection) ?? []);
    const waitingFor = [...this.readiness.waitingFor, ...building, ...stopped];
    if (waitingFor.length > 0)
      throw problem('not-ready', `Not ready: ${waitingFor.join('; ')}.`, { facts: { waitingFor, subscriptions, processes } });
    return { status: 'ready', subscriptions, processes };
  }
}

const isStopped = ({ status }: Subscription): boolean => status === 'stopped';

const processOf = (process: ProcessStatus): Process => ({
  ...subscriptionOf(process),
  waitingCommands: process.outbox.waiting,
  deadLetters: process.deadLetters,
});

function subscriptionOf({ name, version, status, position, lag }: Followed): Subscription {
  return { name, version, status, position: String(position), lag: { positions: String(lag.positions), seconds: lag.seconds } };
}
