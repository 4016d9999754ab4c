import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { answeredBy } from '#assessment/queries.js';
import { financialYear, period } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { ListNationalResults, ReadYearlyDuty } from '#national-results/queries.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';

const { atLeast, asAt } = momentParameters;
const listQuery = z.strictObject({
  framework: code().optional(),
  period: period.optional(),
  item: code().optional(),
  atLeast,
  asAt,
});
const yearQuery = z.strictObject({ year: financialYear.describe('e.g. 2015-16'), atLeast, asAt });

const ANSWERED_BY = ['national-results', ...answeredBy.grid, 'organisations'];

/** Published counts beside what the record holds, and the yearly duty over the year's organisations. */
@ApiTags('National results')
@Controller(API)
export class NationalResultsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** By framework, period and item, each source apart; `onRecord` counts the record's own ratings that you may see. */
  @Get('national-results')
  @Requires('national-results.read')
  @ApiOperation({ summary: 'How many organisations were given each rating, as published' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ANSWERED_BY);
    const { framework, item } = query;
    const question = { framework, period: query.period, item, asAt: position };
    const items = await this.queries.execute(new ListNationalResults(person, question));
    return { items, asAt: repeated.asAt };
  }

  /**
   * Which organisations of the year lack a rating, a consultation or a publication. `framework` is null for a year of which no
   * framework is known: the duty is there all the same.
   */
  @Get('yearly-duty')
  @Requires('national-results.read')
  @ApiOperation({ summary: 'The yearly duty: rating, consultation and publication of each organisation of the year' })
  @ApiResponse({ status: 404, description: 'Nobody was under the duty in that year, or it has not begun (problem+json).' })
  async yearlyDuty(@Query({ schema: yearQuery }) query: z.infer<typeof yearQuery>, @SignedIn() person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ANSWERED_BY);
    const duty = await this.queries.execute(new ReadYearlyDuty(person, query.year, position));
    if (duty === undefined)
      throw problem('not-found', `Nobody was under the yearly duty in ${query.year}, or the year has not begun.`);
    return { ...duty, asAt: repeated.asAt };
  }
}
