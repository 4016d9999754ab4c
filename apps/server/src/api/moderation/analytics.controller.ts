import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { MOVEMENT_GROUPS, MOVEMENT_STAGES, ReadConsistency, ReadRatingMovements } from '#assessment/queries.js';
import { period } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code, line } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { ProblemError } from '../../edge/problem.js';
import { API } from '../base.js';

const { atLeast, asAt } = momentParameters;
const movementsQuery = z.strictObject({
  framework: code().optional(),
  period: period.optional(),
  stage: z
    .enum(MOVEMENT_STAGES)
    .optional()
    .describe(
      'one stage; `through`: what came into moderation against what left its last stage so far; all decisions when left out',
    ),
  region: code().optional(),
  office: code().optional(),
  item: code().optional(),
  panel: line().optional().describe('the id of a sitting'),
  by: z.enum(MOVEMENT_GROUPS).default('stage').describe('what to count by'),
  includeExamples: z.stringbool().default(false).describe('also organisations that do not exist'),
  atLeast,
  asAt,
});
const consistencyQuery = z.strictObject({
  framework: code(),
  period,
  item: code().optional().describe('the headline when left out'),
  by: z.enum(['region', 'office']).default('region'),
  region: code().optional(),
  atLeast,
});

/** What moderation does to ratings, and whether areas rate alike: over the assessments that the person may see. */
@ApiTags('Moderation: analysis')
@Controller(`${API}/moderation`)
export class ModerationAnalyticsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Counts (shares 0 to 1, steps in places on the scale), matrices per scale, durations in days, and the last ten moves. */
  @Get('movements')
  @Requires('moderation-analysis.read')
  @ApiOperation({ summary: 'How moderation moved ratings: from, to, how often, how far, how long it took' })
  async movements(@Query({ schema: movementsQuery }) query: z.infer<typeof movementsQuery>, @SignedIn() person: Person) {
    const { asAt: asAtPosition, repeated } = await this.moments.of(query, ['rating-movements']);
    const { by, atLeast: _, asAt: __, ...question } = query;
    const movements = await this.queries.execute(new ReadRatingMovements(person, { ...question, asAtPosition }, by));
    return { ...movements, asAt: repeated.asAt };
  }

  /** Each area beside all the others together, marked by rules that say in words what they found. As it stands now. */
  @Get('consistency')
  @Requires('moderation-analysis.read')
  @ApiOperation({ summary: 'Whether areas rate alike: a report to read before a panel sits' })
  @ApiResponse({ status: 422, description: 'No such framework, or it has no such period or item (problem+json).' })
  async consistency(@Query({ schema: consistencyQuery }) query: z.infer<typeof consistencyQuery>, @SignedIn() person: Person) {
    await this.moments.of(query, ['assessments', 'rating-movements']);
    const report = await this.queries.execute(new ReadConsistency(person, query));
    if (isRefusal(report)) throw new ProblemError(report);
    return report;
  }
}
