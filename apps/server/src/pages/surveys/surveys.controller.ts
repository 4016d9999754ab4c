import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { partialDateInWords } from '#kernel/partial-date.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { type AnswerOverYears, SMALLEST_GROUP, type YearShare } from '#stakeholder-survey/contract.js';
import { ReadOrganisationSurveys, type SurveyView } from '#stakeholder-survey/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';

const momentQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast });

/** What those who work with an organisation said of it, year by year. */
@PageController('organisations/:code/surveys')
export class SurveysPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The comparison of the years first, then each survey. */
  @PageFor('survey.read')
  @Get()
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['stakeholder-surveys', 'organisations']);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const { items, overYears } = await this.queries.execute(new ReadOrganisationSurveys(person, code, moment.asAt));
    return this.pages.show(request, reply, 'surveys/of-organisation.njk', {
      section: 'organisations',
      title: `Stakeholder survey, ${organisation.name}`,
      organisation,
      moment,
      path: `/organisations/${code}/surveys`,
      smallestGroup: SMALLEST_GROUP,
      years: [...new Set(overYears.flatMap(({ years }) => years.map(({ year }) => year)))].sort(),
      overYears: overYears.map(overYearsRow),
      items: items.map(shown),
    });
  }
}

const overYearsRow = ({ question, answer, years }: AnswerOverYears) => ({
  question,
  answer,
  years: Object.fromEntries(years.map((share) => [share.year, { percent: share.percent, note: noteOn(share) }])),
});

function noteOn({ base, change }: YearShare): string {
  const of = base === null ? 'published without a base' : `of ${String(base)}`;
  if (change === null) return of;
  const points = `${String(Math.abs(change))} ${Math.abs(change) === 1 ? 'point' : 'points'}`;
  return `${change === 0 ? 'unchanged' : `${change > 0 ? 'up' : 'down'} ${points}`}, ${of}`;
}

const shown = (view: SurveyView) => ({
  ...view,
  fieldwork: view.fieldwork.map(({ from, to, note, source }) => ({
    dates: `${inWords(from)} to ${inWords(to)}`,
    note,
    source,
  })),
});

const inWords = (date: string | null): string => (date === null ? 'date not given' : partialDateInWords(date));
