import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReopeningApproval, ReopeningRefusalRequest, ReopeningRequestBody } from '#api-contract/reopening-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Asks that final ratings be judged again. */
export class RequestReopening extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: ReopeningRequestBody,
  ) {
    super();
  }
}

@CommandHandler(RequestReopening)
export class RequestReopeningHandler implements ICommandHandler<RequestReopening> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: RequestReopening): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'request-reopening',
      permission: 'assessment.request-reopening',
      command: () => request,
    });
  }
}

/** Approves the request of somebody else. */
export class ReopenRatings extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: ReopeningApproval,
  ) {
    super();
  }
}

@CommandHandler(ReopenRatings)
export class ReopenRatingsHandler implements ICommandHandler<ReopenRatings> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: ReopenRatings): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'reopen',
      permission: 'assessment.reopen',
      command: () => request,
    });
  }
}

/** Refuses a request, with the reason. */
export class RefuseReopening extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly asked: string,
    readonly request: ReopeningRefusalRequest,
  ) {
    super();
  }
}

@CommandHandler(RefuseReopening)
export class RefuseReopeningHandler implements ICommandHandler<RefuseReopening> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, asked, request }: RefuseReopening): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request: { asked, ...request },
      type: 'refuse-reopening',
      permission: 'assessment.reopen',
      command: () => ({ request: asked, ...request }),
    });
  }
}
