import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answeredBy } from '#assessment/queries.js';
import { financialYear } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { type DutyPublished, ReadYearlyDuty, type YearlyDuty } from '#national-results/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { sendCsv } from '../../edge/csv.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { yearInWords } from '../words/periods.js';
import { type EditionLink, editionLink } from '../words/scorecards.js';

const momentQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast });

/** Whether every organisation of a year was rated, consulted on and published, beside what was published nationally. */
@PageController('yearly-duty')
export class YearlyDutyPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The year; with `.csv` after it, a row per organisation as a file. */
  @PageFor('national-results.read')
  @Get(':year')
  async year(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('year') asked: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const isCsv = asked.endsWith('.csv');
    const year = isCsv ? asked.slice(0, -'.csv'.length) : asked;
    const moment = await this.moments.of(query, ['national-results', ...answeredBy.grid, 'organisations']);
    const isYear = financialYear.safeParse(year).success;
    const duty = isYear ? await this.queries.execute(new ReadYearlyDuty(person, year, moment.asAt)) : undefined;
    if (duty === undefined) throw problem('not-found', `Nobody was under the yearly duty in ${year}, or the year has not begun.`);
    if (isCsv) return sendCsv(reply, `yearly-duty-${year}`, csvRows(duty, moment.asked.asAt));
    return this.pages.show(request, reply, 'national-results/yearly-duty.njk', {
      section: 'organisations',
      title: `Yearly duty, ${yearInWords(year)}`,
      duty,
      lacking: duty.items.filter(({ rating }) => rating === null),
      rated: duty.items.filter(({ rating }) => rating !== null).map((one) => ({ ...one, edition: editionOf(one.publication) })),
      unpublished: duty.items.filter(({ rating, publication }) => rating !== null && publication === null),
      moment,
      path: `/yearly-duty/${year}`,
    });
  }
}

const editionOf = (publication: DutyPublished | null): EditionLink | undefined =>
  publication?.edition && publication.publishedOn ? editionLink(publication.edition, publication.publishedOn) : undefined;

const csvRows = ({ year, framework, items }: YearlyDuty, asAt: string): readonly Readonly<Record<string, string>>[] =>
  items.map(({ organisation, name, rating, consultation, publication }) => ({
    ...{ year, framework: framework ?? '', organisation, name },
    rating: rating?.rating ?? '',
    label: rating?.label ?? '',
    stage: rating?.stage ?? '',
    consultation,
    ...publishedIn(publication),
    as_at: asAt,
  }));

const publishedIn = (publication: DutyPublished | null) => ({
  published_in: publication?.edition ?? publication?.source ?? '',
  published_on: publication?.publishedOn ?? '',
});
