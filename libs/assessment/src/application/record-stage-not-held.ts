import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StageNotHeldRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records that a stage does not sit, and why, where the framework allows it. */
export class RecordStageNotHeld extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: StageNotHeldRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordStageNotHeld)
export class RecordStageNotHeldHandler implements ICommandHandler<RecordStageNotHeld> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: RecordStageNotHeld): Promise<AssessmentOutcome> {
    const { stage, decidedBy } = request;
    const permission = stage === 'confirmation' ? 'assessment.confirm' : (`assessment.decide-${stage}` as const);
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'record-stage-not-held',
      permission,
      judging: { stage, permission, decidedBy },
      command: () => request,
    });
  }
}
