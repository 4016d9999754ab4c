import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ConsistencyReport, ReadConsistency } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, isPeriod } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { isRefusal } from '#kernel/refusal.js';
import { SignedIn } from '../../edge/command-context.js';
import { ProblemError } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { sendCsv } from '../../edge/csv.js';

const blank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const consistencyQuery = z.object({
  framework: blank(code()),
  period: blank(z.string().refine(isPeriod, 'is not a period')),
  item: blank(code()),
  by: blank(z.enum(['region', 'office'])),
  region: blank(code()),
});
type ConsistencyQuery = z.infer<typeof consistencyQuery>;

/** Whether areas rate alike, to read before a panel sits; as a page that prints and as a file. */
@PageController('moderation')
export class ConsistencyPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('moderation-analysis.read')
  @Get('consistency')
  async page(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: consistencyQuery }) query: ConsistencyQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const [report, frameworks] = await Promise.all([this.#report(person, query), this.catalogue.list()]);
    return this.pages.show(request, reply, 'moderation/consistency.njk', {
      section: 'work',
      title: 'Whether areas rate alike',
      asked: { ...query, by: query.by ?? 'region' },
      frameworks: frameworks.map(({ pack }) => ({ id: pack.id, title: pack.title })),
      report: report && { ...report, areas: report.areas.map((area) => ({ ...area, ...numbersOf(area) })) },
      csv: report && `/moderation/consistency.csv?${addressOf(report, query)}`,
    });
  }

  @PageFor('moderation-analysis.read')
  @Get('consistency.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: consistencyQuery }) query: ConsistencyQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const report = await this.#report(person, query);
    sendCsv(reply, 'consistency', report === undefined ? [] : csvRows(report));
  }

  /** Undefined until a framework and a period are chosen. */
  async #report(person: Person, query: ConsistencyQuery): Promise<ConsistencyReport | undefined> {
    const { framework, period, item, region, by = 'region' } = query;
    if (framework === undefined || period === undefined) return undefined;
    const report = await this.queries.execute(new ReadConsistency(person, { framework, period, item, region, by }));
    if (isRefusal(report)) throw new ProblemError(report);
    return report;
  }
}

const percent = (share: number | null): string => (share === null ? '' : `${(share * 100).toFixed(0)}%`);

const numbersOf = ({ meanPlace, shareChanged, overridden, assessments }: ConsistencyReport['areas'][number]) => ({
  place: meanPlace === null ? '' : meanPlace.toFixed(1),
  changedShare: percent(shareChanged),
  overriddenShare: percent(assessments === 0 ? null : overridden / assessments),
});

function addressOf({ framework, period, item, by }: ConsistencyReport, { region }: ConsistencyQuery): string {
  return new URLSearchParams({ framework, period, item, by, ...(region === undefined ? {} : { region }) }).toString();
}

const csvRows = ({ framework, period, item, by, areas }: ConsistencyReport): readonly Readonly<Record<string, string>>[] =>
  areas.map((area) => ({
    ...{ framework, period, item, by, area: area.key, name: area.label },
    assessments: String(area.assessments),
    ...Object.fromEntries(area.ratings.map(({ rating, count }) => [rating.replaceAll('-', '_'), String(count)])),
    not_applicable: String(area.notApplicable),
    not_rated: String(area.notRated),
    mean_place: area.meanPlace?.toFixed(2) ?? '',
    judged: String(area.judged),
    changed: String(area.changed),
    overridden: String(area.overridden),
    marks: area.marks.map(({ words }) => words).join(' '),
  }));
