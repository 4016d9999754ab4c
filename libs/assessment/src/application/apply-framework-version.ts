import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FrameworkVersionRequest } from '#api-contract/framework-version-requests.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { isLive } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';
import { termsOfVersion } from './framework-version-terms.js';

/** Puts an assessment that is not finished under a newer version of its framework, its headline computed anew. */
export class ApplyFrameworkVersion extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: FrameworkVersionRequest,
  ) {
    super();
  }
}

@CommandHandler(ApplyFrameworkVersion)
export class ApplyFrameworkVersionHandler implements ICommandHandler<ApplyFrameworkVersion> {
  constructor(
    private readonly assessments: Assessments,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ by, assessment, request }: ApplyFrameworkVersion): Promise<AssessmentOutcome> {
    const { state } = await this.decisions.lastKnown(assessmentStream(assessment));
    const terms = isLive(state) ? await termsOfVersion(this.catalogue, state.terms, request.version) : undefined;
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'apply-framework-version',
      permission: 'assessment.apply-framework-version',
      // Nobody decides here; panels are asked whether a decision on many is being applied.
      judging: { stage: 'due' },
      command: () => ({ ...request, terms }),
    });
  }
}
