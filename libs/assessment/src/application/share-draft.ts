import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SharingRequest } from '#api-contract/sharing-requests.js';
import { isRealDate } from '#kernel/business-date.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { workingDayAfter } from '#platform/clock/working-days.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Shares a draft with the organisation, with a window to comment in. */
export class ShareDraft extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: SharingRequest,
  ) {
    super();
  }
}

/** Where a framework says nothing of it: the fortnight that authorisation allowed (NHS England, September 2012). */
const USUAL_WORKING_DAYS = 10;

@CommandHandler(ShareDraft)
export class ShareDraftHandler implements ICommandHandler<ShareDraft> {
  constructor(
    private readonly assessments: Assessments,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ by, assessment, request }: ShareDraft): Promise<AssessmentOutcome> {
    const { items, records, opensOn = this.clock.today() } = request;
    const workingDays = request.workingDays ?? (await this.workingDaysOf(assessment));
    // A day that does not exist is refused by the core, by its name.
    const closesOn = isRealDate(opensOn) ? await workingDayAfter(opensOn, workingDays) : opensOn;
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'share-draft',
      permission: 'assessment.share',
      command: () => ({ items, records, opensOn, closesOn }),
    });
  }

  private async workingDaysOf(assessment: string): Promise<number> {
    const { state } = await this.decisions.lastKnown(assessmentStream(assessment));
    const days = state.status === 'not-opened' ? 0 : state.terms.commentWorkingDays;
    return days > 0 ? days : USUAL_WORKING_DAYS;
  }
}
