import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WithdrawalRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Withdraws an assessment opened in error. */
export class WithdrawAssessment extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: WithdrawalRequest,
  ) {
    super();
  }
}

@CommandHandler(WithdrawAssessment)
export class WithdrawAssessmentHandler implements ICommandHandler<WithdrawAssessment> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: WithdrawAssessment): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'withdraw-assessment',
      permission: 'assessment.withdraw',
      command: () => request,
    });
  }
}
