import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SharingClosingRequest } from '#api-contract/sharing-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender, speaksFor } from './assessments.js';

/** Closes a window early: the organisation has nothing more to say, or the office takes back what it shared. */
export class CloseSharing extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly sharing: string,
    readonly request: SharingClosingRequest,
  ) {
    super();
  }
}

@CommandHandler(CloseSharing)
export class CloseSharingHandler implements ICommandHandler<CloseSharing> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, sharing, request }: CloseSharing): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request: { sharing, ...request },
      type: 'close-sharing',
      permission: 'assessment.close-sharing',
      command: () => ({ sharing, by: speaksFor(by.person), ...request }),
    });
  }
}
