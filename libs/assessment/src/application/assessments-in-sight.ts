import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { seesWhole } from './who-may-read.js';

/**
 * Which of these assessments a person sees as a whole, as they stand now. For other contexts that keep something of a draft:
 * who may not see the draft may not see that either.
 */
export class ReadAssessmentsInSight extends Query<ReadonlySet<string>> {
  constructor(
    readonly person: Person,
    readonly assessments: readonly string[],
  ) {
    super();
  }
}

@QueryHandler(ReadAssessmentsInSight)
export class ReadAssessmentsInSightHandler implements IQueryHandler<ReadAssessmentsInSight> {
  constructor(@Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions) {}

  async execute({ person, assessments }: ReadAssessmentsInSight): Promise<ReadonlySet<string>> {
    const asked = [...new Set(assessments)].map(async (assessment) => {
      const { state } = await this.decisions.current(assessmentStream(assessment));
      return seesWhole(person, state) ? [assessment] : [];
    });
    return new Set((await Promise.all(asked)).flat());
  }
}
