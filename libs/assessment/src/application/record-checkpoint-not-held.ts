import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CheckpointNotHeldRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records why no checkpoint meeting was held. */
export class RecordCheckpointNotHeld extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: CheckpointNotHeldRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordCheckpointNotHeld)
export class RecordCheckpointNotHeldHandler implements ICommandHandler<RecordCheckpointNotHeld> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: RecordCheckpointNotHeld): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'record-checkpoint-not-held',
      permission: 'assessment.record',
      command: () => request,
    });
  }
}
