import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.js';
import type { OpenAssessmentRequest } from '#api-contract/assessment-requests.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, isPeriod } from '#frameworks/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { type AssessmentOutcome, Assessments, type CommandSender, type OpeningRule } from './assessments.js';
import { type OpeningFacts, openingFacts } from './opening-facts.js';

/** The id of an assessment: its natural key. */
export const assessmentIdOf = ({ organisation, framework, period }: OpenAssessmentRequest): string =>
  `${organisation}.${framework}.${period}`;

/** Opens the assessment of one organisation under one framework for one period. */
export class OpenAssessment extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly request: OpenAssessmentRequest,
  ) {
    super();
  }
}

@CommandHandler(OpenAssessment)
export class OpenAssessmentHandler implements ICommandHandler<OpenAssessment> {
  constructor(
    private readonly assessments: Assessments,
    private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ by, request }: OpenAssessment): Promise<AssessmentOutcome> {
    const facts = await this.factsFor(request);
    if (isRefusal(facts)) return facts;
    return this.assessments.carryOut({
      by,
      request,
      assessment: assessmentIdOf(request),
      type: 'open-assessment',
      permission: 'assessment.open',
      place: { organisation: facts.organisation.code, office: facts.office.code, region: facts.region.code },
      command: () => facts,
    });
  }

  private async factsFor({
    organisation,
    framework,
    period,
  }: OpenAssessmentRequest): Promise<OpeningFacts | Refusal<OpeningRule>> {
    if (!isPeriod(period))
      return refuse('period-not-a-period', `${period} is not a period: write 2014-15-q1 to q4, or 2014-15-year.`, {
        errors: [{ pointer: '/period', detail: 'is not a period' }],
      });
    return openingFacts(this.organisations, this.catalogue, organisation, framework, period);
  }
}
