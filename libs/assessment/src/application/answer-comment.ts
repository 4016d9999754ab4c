import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AnswerRequest } from '#api-contract/sharing-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Answers a comment of the organisation. */
export class AnswerComment extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly comment: string,
    readonly request: AnswerRequest,
  ) {
    super();
  }
}

@CommandHandler(AnswerComment)
export class AnswerCommentHandler implements ICommandHandler<AnswerComment> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, comment, request }: AnswerComment): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request: { comment, ...request },
      type: 'answer-comment',
      permission: 'assessment.share',
      command: () => ({ comment, ...request }),
    });
  }
}
