import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RecallRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Takes a submission back before a stage has decided. */
export class RecallSubmission extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: RecallRequest,
  ) {
    super();
  }
}

@CommandHandler(RecallSubmission)
export class RecallSubmissionHandler implements ICommandHandler<RecallSubmission> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: RecallSubmission): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'recall-submission',
      permission: 'assessment.submit',
      judging: { stage: 'due' },
      command: () => request,
    });
  }
}
