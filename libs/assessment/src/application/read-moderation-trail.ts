import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { ModerationTrailQuery } from '../read/moderation-trail/moderation-trail-query.js';
import type { ModerationTrail } from '../read/moderation-trail/trail-shape.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { seesWhole } from './who-may-read.js';

/** How each rating of an assessment came to be, stage by stage; undefined when it is not the person's to see. */
export class ReadModerationTrail extends Query<ModerationTrail | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly asAtPosition?: bigint | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadModerationTrail)
export class ReadModerationTrailHandler implements IQueryHandler<ReadModerationTrail> {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    private readonly trail: ModerationTrailQuery,
  ) {}

  async execute({ person, id, asAtPosition }: ReadModerationTrail): Promise<ModerationTrail | undefined> {
    const { state } = await this.decisions.current(assessmentStream(id));
    if (!seesWhole(person, state)) return undefined;
    return this.trail.of(id, { asAtPosition });
  }
}
