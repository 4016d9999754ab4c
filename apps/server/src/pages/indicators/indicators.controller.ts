import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type IndicatorValueOnList, ListIndicatorValues } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type CsvRow, sendCsv } from '../../edge/csv.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';

const listQuery = z.object({ ...pageMoment, after: z.string().max(200).optional() });
type ListQuery = z.infer<typeof listQuery>;

const PAGE_SIZE = 100;

/** The figures recorded of an organisation, over all its assessments. */
@PageController('organisations/:code')
export class IndicatorsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** By indicator, then by the period assessed. */
  @PageFor('domain-status.read')
  @Get('indicators')
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: listQuery }) query: ListQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.#moment(query);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const { items, next } = await this.#page(person, code, moment, query.after);
    const path = `/organisations/${code}/indicators`;
    return this.pages.show(request, reply, 'indicators/of-organisation.njk', {
      section: 'organisations',
      title: `Indicators and dashboards, ${organisation.name}`,
      ...{ organisation, moment, path, items },
      isFirst: query.after === undefined,
      next: next === undefined ? undefined : `${path}${moment.query === '' ? '?' : `${moment.query}&`}after=${next}`,
    });
  }

  /** All of them as a file, read as it is sent. */
  @PageFor('domain-status.read')
  @Get('indicators.csv')
  async file(
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: listQuery }) query: ListQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.#moment(query);
    return sendCsv(reply, `${code}-indicators`, this.#rows(person, code, moment));
  }

  async *#rows(person: Person, code: string, moment: PageMoment): AsyncGenerator<CsvRow> {
    let after: string | undefined;
    do {
      const page = await this.#page(person, code, moment, after);
      yield* page.items.map(csvRow);
      after = page.next;
    } while (after !== undefined);
  }

  #moment(query: ListQuery): Promise<PageMoment> {
    return this.moments.of(query, ['indicator-values', 'assessments', 'organisations']);
  }

  #page(person: Person, organisation: string, { asAt, effectiveOn }: PageMoment, after: string | undefined) {
    const asked = { organisation, asAtPosition: asAt, effectiveOn, after, limit: PAGE_SIZE };
    return this.queries.execute(new ListIndicatorValues(person, asked));
  }
}

const csvRow = (one: IndicatorValueOnList): CsvRow => ({
  organisation: one.organisation,
  name: one.organisationName,
  framework: one.framework,
  assessed_period: one.assessedPeriod,
  indicator: one.indicator,
  label: one.label,
  value: figure(one.value),
  period: one.period ?? '',
  standard: figure(one.standard),
  england: figure(one.comparison),
  score: one.score ?? '',
  data_source: one.dataSource ?? '',
  received_on: one.receivedOn,
  recorded_at: one.recordedAt,
});

const figure = (value: IndicatorValueOnList['value']): string => (value === null ? '' : String(value));
