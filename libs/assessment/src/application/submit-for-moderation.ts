import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SubmissionRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Submits the ratings to moderation. */
export class SubmitForModeration extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: SubmissionRequest,
  ) {
    super();
  }
}

@CommandHandler(SubmitForModeration)
export class SubmitForModerationHandler implements ICommandHandler<SubmitForModeration> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: SubmitForModeration): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'submit-for-moderation',
      permission: 'assessment.submit',
      command: () => request,
    });
  }
}
