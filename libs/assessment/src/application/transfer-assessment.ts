import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '#kernel/refusal.js';
import type { TransferRequest } from '#api-contract/assessment-requests.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Inject } from '@nestjs/common';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Moves an assessment to another local office, with its reason. */
export class TransferAssessment extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: TransferRequest,
  ) {
    super();
  }
}

@CommandHandler(TransferAssessment)
export class TransferAssessmentHandler implements ICommandHandler<TransferAssessment> {
  constructor(
    private readonly assessments: Assessments,
    private readonly organisations: OrganisationDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ by, assessment, request }: TransferAssessment): Promise<AssessmentOutcome> {
    const office = await this.organisations.find(request.office, { effectiveOn: this.clock.today() });
    const known = office ?? (await this.organisations.find(request.office));
    if (known?.kind !== 'local-office' || known.region === undefined)
      return refuse('office-unknown', `No local office has the code ${request.office}. Nothing was recorded.`, {
        errors: [{ pointer: '/office', detail: 'is not the code of a local office' }],
      });
    const { code, name, region } = known;
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'transfer-assessment',
      permission: 'assessment.transfer',
      command: () => ({
        to: { office: { code, name }, region: { code: region.code, name: region.name } },
        reason: request.reason,
      }),
    });
  }
}
