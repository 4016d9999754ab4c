import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConsultationRequest } from '#api-contract/sharing-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records that a Health and Wellbeing Board was consulted, and what it said. */
export class ConsultBoard extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: ConsultationRequest,
  ) {
    super();
  }
}

@CommandHandler(ConsultBoard)
export class ConsultBoardHandler implements ICommandHandler<ConsultBoard> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: ConsultBoard): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'consult-board',
      permission: 'assessment.record',
      command: () => request,
    });
  }
}
