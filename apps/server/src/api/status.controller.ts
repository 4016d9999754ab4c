import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  answeredBy,
  ReadDomainStatus,
  ReadNationalGrid,
  ReadPeriodStatus,
  ReadPredecessorsRatings,
} from '#assessment/queries.js';
import { isPeriod } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { ReadPublicYear } from '#publication/queries.js';
import { ReadWork, workAnsweredBy, workRows } from '#work-list/queries.js';
import { Anyone, Requires } from '../edge/access.js';
import { SignedIn, Whoever } from '../edge/command-context.js';
import { sendCsv } from '../edge/csv.js';
import { momentParameters, Moments } from '../edge/moments.js';
import { problem } from '../edge/problem.js';
import { API } from './base.js';
import { pageParameters } from './pages-of-lists.js';

const yearQuery = z.strictObject({
  year: z
    .string()
    .regex(/^20\d\d-\d\d$/, 'is not a financial year such as 2014-15')
    .describe('a financial year, e.g. 2014-15'),
  ...momentParameters,
});
const nationalQuery = z.strictObject({
  ...yearQuery.shape,
  ...{ region: code().optional(), office: code().optional(), framework: code().optional() },
});
const periodQuery = z.strictObject({
  period: z.string().refine(isPeriod, 'is not a period: 2014-15-q1 to q4, or 2014-15-year').describe('e.g. 2014-15-q1'),
  region: code().optional(),
  office: code().optional(),
  framework: code().optional(),
  item: code().optional(),
  includeExamples: z.stringbool().optional(),
  ...pageParameters,
  ...momentParameters,
});
const workQuery = z.strictObject({ atLeast: momentParameters.atLeast });

const momentQuery = z.strictObject(momentParameters);

/** The status of each item in each quarter, and what waits for whom. */
@ApiTags('Status')
@Controller(API)
export class StatusController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  /**
   * The grid of a year: one row per item of each framework in force, a cell per period, and why a cell is empty. Everybody reads what
   * is published; without a token that is all, with the editions it stands in under `editions`.
   */
  @Get('organisations/:code/domain-status')
  @Anyone()
  @ApiOperation({ summary: "An organisation's year as a grid" })
  @ApiResponse({ status: 404, description: 'No organisation of that code is recorded (problem+json).' })
  async year(
    @Param('code', { schema: code() }) organisation: string,
    @Query({ schema: yearQuery }) query: z.infer<typeof yearQuery>,
    @Whoever() person: Person | undefined,
  ) {
    const { repeated, ...moment } = await this.moments.of(query, [...answeredBy.grid, 'scorecards']);
    const { asAt: asAtPosition, effectiveOn } = moment;
    if ((await this.organisations.find(organisation)) === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded.`);
    if (person === undefined)
      return { ...(await this.queries.execute(new ReadPublicYear(organisation, query.year, moment))), ...repeated };
    const grid = await this.queries.execute(
      new ReadDomainStatus(person, organisation, query.year, { asAtPosition, effectiveOn }),
    );
    return { ...grid, ...repeated };
  }

  /**
   * The last headline rating of everybody the organisation took in, at first or further hand, side by side: for each family of
   * frameworks, on the scale it was given on. They stay theirs; the organisation inherits none.
   */
  @Get('organisations/:code/predecessors-ratings')
  @Requires('domain-status.read')
  @ApiOperation({ summary: 'The last ratings of those an organisation took in' })
  @ApiResponse({ status: 404, description: 'No organisation of that code is recorded (problem+json).' })
  async ofPredecessors(
    @Param('code', { schema: code() }) organisation: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ) {
    const { asAt: asAtPosition, effectiveOn, repeated } = await this.moments.of(query, [...answeredBy.grid, 'organisations']);
    if ((await this.organisations.find(organisation)) === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded.`);
    const items = await this.queries.execute(new ReadPredecessorsRatings(person, organisation, { asAtPosition, effectiveOn }));
    return { organisation, items, ...repeated };
  }

  /** The same across organisations, by their codes. */
  @Get('status')
  @Requires('domain-status.read')
  @ApiOperation({ summary: 'A period across organisations' })
  async period(@Query({ schema: periodQuery }) query: z.infer<typeof periodQuery>, @SignedIn() person: Person) {
    const { asAt: asAtPosition, effectiveOn, repeated } = await this.moments.of(query, answeredBy.grid);
    const { period, region, office, framework, item, includeExamples, after, limit } = query;
    const question = { region, office, framework, item, includeExamples, after, limit, asAtPosition, effectiveOn };
    const page = await this.queries.execute(new ReadPeriodStatus(person, period, question));
    return { period, ...page, ...repeated };
  }

  /**
   * All organisations of a year at once: per organisation and framework each item's rating in each period, as ids whose labels stand
   * under `frameworks`. Who judged what and when is under `status` and each organisation's `domain-status`.
   */
  @Get('national-grid')
  @Requires('domain-status.read')
  @ApiOperation({ summary: 'A year of every organisation as one grid' })
  async nation(@Query({ schema: nationalQuery }) query: z.infer<typeof nationalQuery>, @SignedIn() person: Person) {
    const { asAt: asAtPosition, effectiveOn, repeated } = await this.moments.of(query, answeredBy.grid);
    const { year, region, office, framework } = query;
    const question = { region, office, framework, asAtPosition, effectiveOn };
    const grid = await this.queries.execute(new ReadNationalGrid(person, year, question));
    return { ...grid, ...repeated };
  }

  /**
   * Assessments that wait for the role and area of the person, longest first, and the open actions there by due date. Under
   * `sharings`, for an organisation what it may comment on, for an office the open windows and the comments to answer. Under
   * `byDate` all of it in one list by day, with sittings to come, letters, self-assessments, editions under embargo, and commands
   * given up: what to do, why it is theirs, and the page it is done on.
   */
  @Get('work-list')
  @Requires('work-list.read')
  @ApiOperation({ summary: 'What waits for the person signed in' })
  async workList(@Query({ schema: workQuery }) query: z.infer<typeof workQuery>, @SignedIn() person: Person) {
    const { waiting, actions, sharings, byDate } = await this.#work(query, person);
    return { items: waiting, actions, sharings, byDate };
  }

  /** The list by day, a row for each piece of work. */
  @Get('work-list.csv')
  @Requires('work-list.read')
  @ApiOperation({ summary: 'What waits for the person signed in, as a file' })
  async workFile(
    @Query({ schema: workQuery }) query: z.infer<typeof workQuery>,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { byDate } = await this.#work(query, person);
    sendCsv(reply, 'work-list', workRows(byDate));
  }

  async #work(query: z.infer<typeof workQuery>, person: Person) {
    await this.moments.of(query, workAnsweredBy);
    return this.queries.execute(new ReadWork(person));
  }
}
