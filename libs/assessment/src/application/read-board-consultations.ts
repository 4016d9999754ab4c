import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { aBoardWasConsulted } from '../core/assessment/selectors.js';
import { isLive } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { seesWhole } from './who-may-read.js';

/**
 * Whether the consultation of a Health and Wellbeing Board stands, by assessment: of those that are worked on here and that the
 * person sees as a whole, now or at a position of the log.
 */
export class ReadBoardConsultations extends Query<ReadonlyMap<string, boolean>> {
  constructor(
    readonly person: Person,
    readonly assessments: readonly string[],
    readonly asAt?: bigint,
  ) {
    super();
  }
}

@QueryHandler(ReadBoardConsultations)
export class ReadBoardConsultationsHandler implements IQueryHandler<ReadBoardConsultations> {
  constructor(@Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions) {}

  async execute({ person, assessments, asAt }: ReadBoardConsultations): Promise<ReadonlyMap<string, boolean>> {
    const asked = assessments.map(async (assessment): Promise<readonly (readonly [string, boolean])[]> => {
      const stream = assessmentStream(assessment);
      const now = await this.decisions.current(stream);
      if (!seesWhole(person, now.state)) return [];
      const { state } = asAt === undefined ? now : await this.decisions.asAt(stream, { position: asAt });
      return isLive(state) ? [[assessment, aBoardWasConsulted(state)]] : [];
    });
    return new Map((await Promise.all(asked)).flat());
  }
}
