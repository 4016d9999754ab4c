import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { GivenPublicationRequest, GivenRatingRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records a rating that was decided elsewhere, with who gave it. */
export class RecordGivenRating extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: GivenRatingRequest,
  ) {
    super();
  }
}

/** Says that a given rating was published, by itself. */
export class PublishGivenRating extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly givenRating: string,
    readonly request: GivenPublicationRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordGivenRating)
export class RecordGivenRatingHandler implements ICommandHandler<RecordGivenRating> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: RecordGivenRating): Promise<AssessmentOutcome> {
    const task = { type: 'record-given-rating', permission: 'assessment.record-given', command: () => request } as const;
    return this.assessments.carryOut({ ...task, by, assessment, request });
  }
}

@CommandHandler(PublishGivenRating)
export class PublishGivenRatingHandler implements ICommandHandler<PublishGivenRating> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, givenRating, request }: PublishGivenRating): Promise<AssessmentOutcome> {
    const asked = { givenRating, ...request };
    const task = { type: 'publish-given-rating', permission: 'assessment.publish-given', command: () => asked } as const;
    return this.assessments.carryOut({ ...task, by, assessment, request: asked });
  }
}
