import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answeredBy, type Page, type RatingChange, ReadRatingHistory } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { businessDate } from '#kernel/business-date.js';
import { code } from '#kernel/text.js';
import { OrganisationDirectory, type OrganisationView } from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type CsvRow, sendCsv } from '../../edge/csv.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { givenAndRecorded } from '../words/dates.js';
import { stageNames } from '../words/stages.js';
import { Charts } from './charts.js';

const blank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const historyQuery = z.object({
  ...pageMoment,
  organisation: blank(code()),
  framework: blank(code()),
  item: blank(code()),
  from: blank(businessDate),
  to: blank(businessDate),
  after: blank(z.string().max(500)),
});
type HistoryQuery = z.infer<typeof historyQuery>;

/** Rows of one page, and how many a file reads at a time. */
const [PAGE_SIZE, FILE_SIZE] = [100, 500] as const;

interface Asking {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Person;
}

/** Every change of a rating, with its stage and reason; as a page and as a file of the same rows. */
@PageController()
export class HistoryPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(Charts) private readonly charts: Charts,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('organisation.read')
  @Get('history')
  all(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.#page({ request, reply, person }, query, undefined);
  }

  @PageFor('organisation.read')
  @Get('history.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { page } = await this.#read(person, query, query.organisation, FILE_SIZE);
    const name = `history${query.organisation === undefined ? '' : `-${query.organisation}`}`;
    sendCsv(reply, name, this.#rowsFrom(page, person, query));
  }

  /** Every row from this page on, a page at a time. */
  async *#rowsFrom(first: Page<RatingChange>, person: Person, query: HistoryQuery): AsyncGenerator<CsvRow> {
    for (let page = first; ;) {
      yield* page.items.map(csvRow);
      if (page.next === undefined) return;
      ({ page } = await this.#read(person, { ...query, after: page.next }, query.organisation, FILE_SIZE));
    }
  }

  @PageFor('organisation.read')
  @Get('organisations/:code/history')
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') organisation: string,
    @Query({ schema: historyQuery }) query: HistoryQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const found = await this.directory.find(organisation);
    if (found === undefined) throw problem('not-found', `No organisation of the code ${organisation} is recorded.`);
    return this.#page({ request, reply, person }, query, found);
  }

  async #read(
    person: Person,
    query: HistoryQuery,
    organisation: string | undefined,
    limit: number,
  ): Promise<{ readonly page: Page<RatingChange>; readonly moment: PageMoment }> {
    const moment = await this.moments.of(query, answeredBy.ratingHistory);
    const { framework, item, from, to, after } = query;
    const question = { organisation, framework, item, from, to, after, limit, asAtPosition: moment.asAt };
    return { page: await this.queries.execute(new ReadRatingHistory(person, question)), moment };
  }

  async #page(
    { request, reply, person }: Asking,
    query: HistoryQuery,
    organisation: OrganisationView | undefined,
  ): Promise<void> {
    const code = organisation?.code ?? query.organisation;
    const [{ page, moment }, frameworks] = await Promise.all([this.#read(person, query, code, PAGE_SIZE), this.catalogue.list()]);
    const nameOf = await this.names.of(page.items.flatMap(({ decidedBy }) => [...decidedBy]));
    const path = organisation === undefined ? '/history' : `/organisations/${organisation.code}/history`;
    const chart =
      code === undefined || query.item === undefined
        ? undefined
        : await this.charts.of(person, code, query.item, query.framework, moment);
    return this.pages.show(request, reply, 'history/history.njk', {
      section: 'history',
      title: organisation === undefined ? 'Rating history' : `Rating history of ${organisation.name}`,
      organisation,
      moment,
      path,
      asked: { ...query, organisation: code },
      frameworks: frameworks.map(({ pack }) => ({ id: pack.id, title: pack.title })),
      items: itemsOf(frameworks, query.framework),
      changes: page.items.map((change) => ({
        ...change,
        when: givenAndRecorded(change.decidedOn, change.recordedAt),
        stageName: stageNames[change.stage] ?? change.stage,
        by: change.decidedBy.map(nameOf).join(', '),
      })),
      // The file holds everything that matches, from whichever page it is asked for.
      csv: `/history.csv${addressOf({ ...query, organisation: code, after: undefined })}`,
      next: page.next === undefined ? undefined : `${path}${addressOf({ ...query, after: page.next })}`,
      chart,
    });
  }
}

/** The query again, as it came in, for links that keep the filters. */
function addressOf(query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

type Frameworks = Awaited<ReturnType<FrameworkCatalogue['list']>>;

function itemsOf(
  frameworks: Frameworks,
  framework: string | undefined,
): readonly { readonly id: string; readonly label: string }[] {
  const items = frameworks
    .filter(({ id }) => framework === undefined || id === framework)
    .flatMap(({ pack }) => pack.items.filter(({ kind }) => kind !== 'group'));
  // Frameworks word the same item differently: the first one's words stand for all.
  const labels = new Map(items.toReversed().map(({ id, label, shortLabel }) => [id, shortLabel ?? label]));
  return [...labels].reverse().map(([id, label]) => ({ id, label }));
}

function csvRow(change: RatingChange): CsvRow {
  return {
    organisation: change.organisation,
    name: change.organisationName,
    framework: change.framework,
    period: change.period,
    item: change.item,
    item_name: change.label,
    from: change.from ?? '',
    from_label: change.fromLabel ?? '',
    to: change.to ?? '',
    to_label: change.toLabel ?? '',
    stage: change.stage,
    kind: change.kind,
    round: change.round === null ? '' : String(change.round),
    reason: change.reason ?? change.explanation ?? '',
    decided_on: change.decidedOn ?? '',
    recorded_at: change.recordedAt,
    position: change.position,
    source: change.source ?? '',
    evidence: change.evidence ?? '',
  };
}
