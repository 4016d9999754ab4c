import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answeredBy, ReadNationalGrid } from '#assessment/queries.js';
import { financialYear } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { nationalGridRows } from '../../edge/national-grid-file.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { yearInWords } from '../words/periods.js';
import { shownGrid } from './shown-grid.js';

const gridQuery = z.object({
  ...pageMoment,
  framework: z.string().max(100).optional(),
  show: z.string().max(200).optional(),
});

/** A year of every organisation: one period with every item, or one item with every period. */
@PageController('national-grid')
export class NationalGridPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The page; with `.csv` after the year, all of it as a file, a row per rating. */
  @PageFor('domain-status.read')
  @Get(':year')
  async year(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('year') asked: string,
    @Query({ schema: gridQuery }) query: z.infer<typeof gridQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const isCsv = asked.endsWith('.csv');
    const year = isCsv ? asked.slice(0, -'.csv'.length) : asked;
    if (!financialYear.safeParse(year).success) throw problem('not-found', `${year} is no financial year such as 2014-15.`);
    const moment = await this.moments.of(query, answeredBy.grid);
    const question = { asAtPosition: moment.asAt, effectiveOn: moment.effectiveOn };
    const grid = await this.queries.execute(new ReadNationalGrid(person, year, question));
    if (isCsv) return sendCsv(reply, `national-grid-${year}`, nationalGridRows(grid));
    const path = `/national-grid/${year}`;
    return this.pages.show(request, reply, 'organisations/national-grid.njk', {
      section: 'organisations',
      title: `National grid, ${yearInWords(year)}`,
      year,
      moment,
      path,
      undated: grid.dateNotGiven,
      ...shownGrid(grid, { path, moment: moment.query, framework: query.framework, show: query.show }),
    });
  }
}
