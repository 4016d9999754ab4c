import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { ListSurveys, ReadOrganisationSurveys } from '#stakeholder-survey/queries.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';
import { type SurveyId, surveyIdParameter } from './survey-id.js';

const { atLeast, asAt } = momentParameters;
const listQuery = z.strictObject({
  organisation: code(10).optional(),
  year: z
    .string()
    .regex(/^20\d{2}$/, 'is not a year')
    .optional(),
  atLeast,
  asAt,
});
const momentQuery = z.strictObject({ atLeast, asAt });

const ANSWERED_BY = ['stakeholder-surveys'];

/** The yearly 360-degree survey: percentages as published, counts without groups under five, and the years compared. */
@ApiTags('Stakeholder survey')
@Controller(API)
export class SurveysController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  /** By organisation and year. `inConfidence` (comments, areas, nominations) is there for those who work on the survey. */
  @Get('surveys')
  @Requires('survey.read')
  @ApiOperation({ summary: 'Stakeholder surveys' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ANSWERED_BY);
    const { organisation, year } = query;
    const items = await this.queries.execute(new ListSurveys(person, { organisation, year, asAt: position }));
    return { items, asAt: repeated.asAt };
  }

  /** One year of one organisation. */
  @Get('surveys/:id')
  @Requires('survey.read')
  @ApiOperation({ summary: "An organisation's survey of a year" })
  @ApiResponse({ status: 404, description: 'Nothing of it was recorded by then (problem+json).' })
  async one(
    @Param('id', { schema: surveyIdParameter }) id: SurveyId,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ) {
    const { asAt: position, repeated } = await this.moments.of(query, ANSWERED_BY);
    const [found] = await this.queries.execute(new ListSurveys(person, { ...id, asAt: position }));
    if (found === undefined)
      throw problem('not-found', `Nothing is recorded of the survey of ${id.organisation} in ${id.year}, or was not by then.`);
    return { ...found, asAt: repeated.asAt };
  }

  /** Latest year first, and how each answer went over the years: in percentage points, the very same words only. */
  @Get('organisations/:code/surveys')
  @Requires('survey.read')
  @ApiOperation({ summary: "An organisation's surveys, year on year" })
  @ApiResponse({ status: 404, description: 'No organisation of that code is recorded (problem+json).' })
  async ofOrganisation(
    @Param('code', { schema: code() }) organisation: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ) {
    const { asAt: position, repeated } = await this.moments.of(query, [...ANSWERED_BY, 'organisations']);
    if ((await this.organisations.find(organisation)) === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded.`);
    const found = await this.queries.execute(new ReadOrganisationSurveys(person, organisation, position));
    return { organisation, ...found, asAt: repeated.asAt };
  }
}
