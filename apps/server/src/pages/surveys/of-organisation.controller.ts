import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Person, roleMay } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { SMALLEST_GROUP } from '#stakeholder-survey/contract.js';
import { ReadOrganisationSurveys } from '#stakeholder-survey/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { comparisonRows, overYearsRow, shownSurvey } from './survey-words.js';

const momentQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast });
type MomentQuery = z.infer<typeof momentQuery>;

/** What those who work with an organisation said of it, year by year. */
@PageController('organisations/:code')
export class OrganisationSurveysPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The comparison of the years first, then each survey. */
  @PageFor('survey.read')
  @Get('surveys')
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { moment, organisation, items, overYears } = await this.#read(person, code, query);
    return this.pages.show(request, reply, 'surveys/of-organisation.njk', {
      section: 'organisations',
      title: `Stakeholder survey, ${organisation.name}`,
      organisation,
      moment,
      path: `/organisations/${code}/surveys`,
      smallestGroup: SMALLEST_GROUP,
      years: [...new Set(overYears.flatMap(({ years }) => years.map(({ year }) => year)))].sort(),
      overYears: overYears.map(overYearsRow),
      items: items.map(shownSurvey),
      mayBegin: moment.isNow && (roleMay(person, 'survey.record') || roleMay(person, 'survey.nominate')),
    });
  }

  /** The comparison as a file. */
  @PageFor('survey.read')
  @Get('surveys.csv')
  async file(
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { overYears } = await this.#read(person, code, query);
    return sendCsv(reply, `${code}-surveys`, comparisonRows(code, overYears));
  }

  async #read(person: Person, code: string, query: MomentQuery) {
    const moment = await this.moments.of(query, ['stakeholder-surveys', 'organisations']);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const found = await this.queries.execute(new ReadOrganisationSurveys(person, code, moment.asAt));
    return { moment, organisation, ...found };
  }
}
