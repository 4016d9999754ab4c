import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { ListSelfAssessments, ReadSelfAssessment } from '#self-assessment/queries.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';
import { selfAssessmentId } from './self-assessment-id.js';

const listQuery = z.strictObject({
  organisation: code().optional(),
  framework: code().optional(),
  period: code().optional(),
  status: z.enum(['in-preparation', 'in-review', 'final']).optional(),
  asAt: momentParameters.asAt,
  atLeast: momentParameters.atLeast,
});
const momentQuery = z.strictObject(momentParameters);

/** Self-assessments as they stand or stood. Each side sees of the other what was put forward. */
@ApiTags('Self-assessment')
@Controller(`${API}/self-assessments`)
export class SelfAssessmentsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** By organisation, framework and period: where each stands. */
  @Get()
  @Requires('self-assessment.read')
  @ApiOperation({ summary: 'Self-assessments that you may see' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { asAt, atLeast, ...question } = query;
    const moment = await this.moments.of({ asAt, atLeast }, ['self-assessments']);
    const items = await this.queries.execute(new ListSelfAssessments(person, { ...question, asAt: moment.asAt }));
    return { items, ...moment.repeated };
  }

  /** Its criteria with the organisation's score and the assessor's beside each other, and the trail of both. */
  @Get(':id')
  @Requires('self-assessment.read')
  @ApiOperation({ summary: 'A self-assessment, now or as at a moment' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async one(
    @Param('id', { schema: selfAssessmentId }) id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { asAt: position, effectiveOn, repeated } = await this.moments.of(query);
    const found = await this.queries.execute(new ReadSelfAssessment(person, id, { position, effectiveOn }));
    if (found === undefined) throw problem('not-found', `There is no self-assessment ${id}, or it is not yours to see.`);
    if (position === undefined && effectiveOn === undefined) void reply.header('ETag', `"${found.revision}"`);
    return { ...found, ...repeated };
  }
}
