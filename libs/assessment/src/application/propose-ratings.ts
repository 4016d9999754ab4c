import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RatingsRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Rates items, or changes their ratings: all or nothing. */
export class ProposeRatings extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: RatingsRequest,
  ) {
    super();
  }
}

@CommandHandler(ProposeRatings)
export class ProposeRatingsHandler implements ICommandHandler<ProposeRatings> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: ProposeRatings): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'propose-ratings',
      permission: 'assessment.rate',
      command: () => request,
    });
  }
}
