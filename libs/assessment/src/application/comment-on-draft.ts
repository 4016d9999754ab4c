import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommentRequest } from '#api-contract/sharing-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** The organisation's comments on what was shared with it. */
export class CommentOnDraft extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: CommentRequest,
  ) {
    super();
  }
}

@CommandHandler(CommentOnDraft)
export class CommentOnDraftHandler implements ICommandHandler<CommentOnDraft> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: CommentOnDraft): Promise<AssessmentOutcome> {
    const { sharing, ...said } = request;
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'comment-on-draft',
      permission: 'assessment.comment',
      command: () => ({ sharing, comments: 'comments' in said ? said.comments : [said] }),
    });
  }
}
