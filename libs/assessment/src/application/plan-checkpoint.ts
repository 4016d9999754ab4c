import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PlanCheckpointRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Plans the checkpoint meeting, or moves it. */
export class PlanCheckpoint extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: PlanCheckpointRequest,
  ) {
    super();
  }
}

@CommandHandler(PlanCheckpoint)
export class PlanCheckpointHandler implements ICommandHandler<PlanCheckpoint> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: PlanCheckpoint): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'plan-checkpoint',
      permission: 'assessment.record',
      command: () => request,
    });
  }
}
