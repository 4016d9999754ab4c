import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { TrajectoryRequest, TrajectoryRevisionRequest, TrajectoryValuesRequest } from '#api-contract/trajectory-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Agrees how a measure is to go, month by month. */
export class AgreeTrajectory extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: TrajectoryRequest,
  ) {
    super();
  }
}

/** Puts another plan in place of the one agreed. */
export class ReviseTrajectory extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly trajectory: string,
    readonly request: TrajectoryRevisionRequest,
  ) {
    super();
  }
}

/** Records what came of months. */
export class RecordTrajectoryValues extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly trajectory: string,
    readonly request: TrajectoryValuesRequest,
  ) {
    super();
  }
}

@CommandHandler(AgreeTrajectory)
export class AgreeTrajectoryHandler implements ICommandHandler<AgreeTrajectory> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: AgreeTrajectory): Promise<AssessmentOutcome> {
    const command = () => request;
    return this.assessments.carryOut({
      ...{ by, assessment, request, command },
      ...{ type: 'agree-trajectory', permission: 'assessment.record' },
    });
  }
}

@CommandHandler(ReviseTrajectory)
export class ReviseTrajectoryHandler implements ICommandHandler<ReviseTrajectory> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, trajectory, request: asked }: ReviseTrajectory): Promise<AssessmentOutcome> {
    const request = { trajectory, ...asked };
    const command = () => request;
    return this.assessments.carryOut({
      ...{ by, assessment, request, command },
      ...{ type: 'revise-trajectory', permission: 'assessment.record' },
    });
  }
}

@CommandHandler(RecordTrajectoryValues)
export class RecordTrajectoryValuesHandler implements ICommandHandler<RecordTrajectoryValues> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, trajectory, request: asked }: RecordTrajectoryValues): Promise<AssessmentOutcome> {
    const request = { trajectory, ...asked };
    const command = () => request;
    return this.assessments.carryOut({
      ...{ by, assessment, request, command },
      ...{ type: 'record-trajectory-values', permission: 'assessment.record' },
    });
  }
}
