import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { StageDecisionRequest } from '#api-contract/assessment-requests.js';
import type { DecideStage as Decision } from '../core/assessment/decide-stage.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Decides at the local, regional or national stage: upheld, changed or returned. */
export class DecideStage extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly stage: Decision['stage'],
    readonly request: StageDecisionRequest,
  ) {
    super();
  }
}

@CommandHandler(DecideStage)
export class DecideStageHandler implements ICommandHandler<DecideStage> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, stage, request }: DecideStage): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request: { stage, ...request },
      type: 'decide-stage',
      permission: `assessment.minute-${stage}`,
      judging: { stage, permission: `assessment.decide-${stage}`, decidedBy: request.decidedBy, panel: request.panel },
      command: () => ({ stage, ...request }),
    });
  }
}
