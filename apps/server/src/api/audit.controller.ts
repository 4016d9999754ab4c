import { Controller, Get, Inject, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { answeredBy, ReadRatingHistory } from '#assessment/queries.js';
import { AuditEventsQuery } from '#audit/contract.js';
import type { Person } from '#identity/contract.js';
import { businessDate } from '#kernel/business-date.js';
import { code, line } from '#kernel/text.js';
import { Requires } from '../edge/access.js';
import { SignedIn } from '../edge/command-context.js';
import { momentParameters, Moments } from '../edge/moments.js';
import { API } from './base.js';
import { pageParameters } from './pages-of-lists.js';

const { atLeast, asAt } = momentParameters;
const eventsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a position of the log')
    .optional()
    .describe('the position after which to go on'),
  limit: pageParameters.limit,
  organisation: code().optional(),
  actor: code().optional().describe('the id of a person'),
  type: code().optional().describe("an event's name without its version, e.g. RatingProposed"),
  stream: line(300).optional(),
  atLeast,
  asAt,
});
const historyQuery = z.strictObject({
  organisation: code().optional(),
  assessment: code(200).optional(),
  framework: code().optional(),
  item: code().optional(),
  from: businessDate.optional().describe('decided on that day or later'),
  to: businessDate.optional().describe('decided on that day or earlier'),
  office: code().optional(),
  region: code().optional(),
  includeExamples: z.stringbool().optional(),
  ...pageParameters,
  atLeast,
  asAt,
});

/** Who changed what, when and why. */
@ApiTags('Audit')
@Controller(`${API}/audit`)
export class AuditController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
    @Inject(AuditEventsQuery) private readonly log: AuditEventsQuery,
  ) {}

  /** The whole log as a list, oldest first, without what people typed. */
  @Get('events')
  @Requires('audit.read')
  @ApiOperation({ summary: 'The log' })
  async events(@Query({ schema: eventsQuery }) query: z.infer<typeof eventsQuery>) {
    const moment = await this.moments.of(query, ['audit-events']);
    const { organisation, actor, type, stream, limit } = query;
    const after = query.after === undefined ? undefined : BigInt(query.after);
    const page = await this.log.list({ organisation, actor, type, stream, limit, after, asAtPosition: moment.asAt });
    return { ...page, asAt: moment.repeated.asAt };
  }

  /** Every change of a rating the person may see, with its stage and reason, in the order recorded. */
  @Get('rating-history')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'Every change of a rating' })
  async history(@Query({ schema: historyQuery }) query: z.infer<typeof historyQuery>, @SignedIn() person: Person) {
    const moment = await this.moments.of(query, answeredBy.ratingHistory);
    const { atLeast: _, asAt: __, ...question } = query;
    const page = await this.queries.execute(new ReadRatingHistory(person, { ...question, asAtPosition: moment.asAt }));
    return { ...page, asAt: moment.repeated.asAt };
  }
}
