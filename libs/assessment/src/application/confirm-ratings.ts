import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConfirmationRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records the committee's decision: confirmed or returned. */
export class ConfirmRatings extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: ConfirmationRequest,
  ) {
    super();
  }
}

@CommandHandler(ConfirmRatings)
export class ConfirmRatingsHandler implements ICommandHandler<ConfirmRatings> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: ConfirmRatings): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'confirm-ratings',
      permission: 'assessment.confirm',
      judging: { stage: 'confirmation', permission: 'assessment.confirm', decidedBy: request.decidedBy, panel: request.panel },
      command: () => request,
    });
  }
}
