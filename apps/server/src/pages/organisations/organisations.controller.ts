import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type AdoptedFramework,
  assessesKind,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  periodEnd,
  periodStart,
  previousPeriod,
  yearsBetween,
} from '#frameworks/contract.js';
import {
  answeredBy,
  type AssessmentSummary,
  ListAssessments,
  ReadAssessment,
  ReadPredecessorsRatings,
} from '#assessment/queries.js';
import { code, line } from '#kernel/text.js';
import { type Person, roleMay } from '#identity/contract.js';
import {
  organisationKind,
  type OrganisationKind,
  OrganisationDirectory,
  type OrganisationView,
} from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { kindNames } from '../words/kinds.js';

const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text));
const listQuery = z.object({
  q: optionalText.pipe(line().optional()).optional(),
  kind: optionalText.pipe(organisationKind.optional()).optional(),
  region: optionalText.pipe(code().optional()).optional(),
  examples: z.literal('yes').optional(),
  after: z.string().max(200).optional(),
});
const momentQuery = z.object(pageMoment);

const PAGE_SIZE = 50;

/** Finding an organisation, and what is known of one. */
@PageController('organisations')
export class OrganisationsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Organisations by name, kind and region; CCGs unless another kind is asked for. */
  @PageFor('organisation.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
  ): Promise<void> {
    const { q, kind = 'ccg', region, examples, after } = query;
    const asked: OrganisationKind | undefined = examples === undefined ? kind : undefined;
    const [page, regions] = await Promise.all([
      this.directory.list({
        limit: PAGE_SIZE,
        includeExamples: examples !== undefined,
        ...(asked && { kind: asked }),
        ...(q && { q }),
        ...(region && { region }),
        ...(after && { after }),
      }),
      this.directory.list({ kind: 'region', limit: 500 }),
    ]);
    return this.pages.show(request, reply, 'organisations/list.njk', {
      section: 'organisations',
      title: q === undefined ? 'Organisations' : `Organisations matching ${q}`,
      asked: { q: q ?? '', kind, region: region ?? '', examples: examples ?? '' },
      kinds: Object.entries(kindNames).filter(([id]) => id !== 'example'),
      kindNames,
      regions: regions.items,
      items: page.items,
      isFirst: after === undefined,
      next: page.next === undefined ? undefined : nextPage(query, page.next),
    });
  }

  /** One organisation: its names, places and mergers by date, and the years with a record. */
  @PageFor('organisation.read')
  @Get(':code')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') organisation: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['organisations', ...answeredBy.grid]);
    const found = await this.directory.find(organisation, {
      ...(moment.asAt !== undefined && { asAt: moment.asAt }),
      ...(moment.effectiveOn !== undefined && { effectiveOn: moment.effectiveOn }),
    });
    if (found === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded at that moment.`);
    const items = await this.#assessmentsOf(organisation, person, moment);
    return this.pages.show(request, reply, 'organisations/one.njk', {
      section: 'organisations',
      title: found.name,
      organisation: found,
      kind: kindNames[found.kind],
      otherKinds: found.kinds.filter(({ kind }) => kind !== found.kind).map((one) => ({ ...one, name: kindNames[one.kind] })),
      moment,
      path: `/organisations/${organisation}`,
      predecessors: await this.queries.execute(
        new ReadPredecessorsRatings(person, organisation, { asAtPosition: moment.asAt, effectiveOn: moment.effectiveOn }),
      ),
      readsSelfAssessments: roleMay(person, 'self-assessment.read'),
      years: yearsOf(items),
      isAssessed: found.kind === 'ccg' || found.kind === 'example' || found.kind === 'icb',
      otherYears: otherYears(found, await this.catalogue.list(), items),
    });
  }

  /** The assessments that were recorded, and not withdrawn, at the moment shown. */
  async #assessmentsOf(organisation: string, person: Person, moment: PageMoment): Promise<readonly AssessmentSummary[]> {
    const question = { organisation, limit: 500, includeExamples: true, includeWithdrawn: moment.asAt !== undefined };
    const { items } = await this.queries.execute(new ListAssessments(person, question));
    if (moment.asAt === undefined) return items;
    const then = { position: moment.asAt };
    // The list knows the present alone: each assessment's own stream says whether it was there then.
    const stood = await Promise.all(items.map(({ id }) => this.queries.execute(new ReadAssessment(person, id, then))));
    return items.filter((_, index) => (stood[index]?.status ?? 'withdrawn') !== 'withdrawn');
  }
}

interface YearOfRecord {
  readonly year: string;
  readonly assessments: readonly AssessmentSummary[];
}

function yearsOf(items: readonly AssessmentSummary[]): readonly YearOfRecord[] {
  const years = [...new Set(items.map(({ period }) => period.slice(0, 7)))].sort().reverse();
  return years.map((year) => ({ year, assessments: items.filter(({ period }) => period.startsWith(year)) }));
}

/** The years in which some framework assesses organisations of its kind, it was open, and nothing is recorded yet. */
function otherYears(
  { kind, openedOn, closedOn }: OrganisationView,
  frameworks: readonly AdoptedFramework[],
  items: readonly AssessmentSummary[],
): readonly string[] {
  const known = new Set(items.map(({ period }) => period.slice(0, 7)));
  const assessed = frameworks.filter(({ pack }) => assessesKind(pack, kind));
  const years = assessed.flatMap(({ pack }) => yearsBetween(pack.window.from, previousPeriod(pack.window.until)));
  return [...new Set(years)]
    .sort()
    .filter((year) => (openedOn ?? '') <= periodEnd(`${year}-year`) && (closedOn ?? '9999') >= periodStart(`${year}-year`))
    .filter((year) => !known.has(year));
}

function nextPage({ q, kind, region, examples }: z.infer<typeof listQuery>, after: string): string {
  const parameters = { ...(q && { q }), ...(kind && { kind }), ...(region && { region }), ...(examples && { examples }), after };
  return `/organisations?${new URLSearchParams(parameters).toString()}`;
}
