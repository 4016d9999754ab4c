import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type DetailedMovement,
  ListRatingMovements,
  MOVEMENT_GROUPS,
  MOVEMENT_STAGES,
  type MovementCount,
  type MovementGroup,
  ReadRatingMovements,
} from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, period } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { code, line } from '#kernel/text.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type CsvRow, sendCsv } from '../../edge/csv.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { stageNames } from '../words/stages.js';
import { drawnMatrix } from './movement-matrix.js';

const blank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const movementsQuery = z.object({
  asAt: pageMoment.asAt,
  atLeast: pageMoment.atLeast,
  framework: blank(code()),
  period: blank(period),
  stage: blank(z.enum(MOVEMENT_STAGES)),
  region: blank(code()),
  office: blank(code()),
  item: blank(code()),
  panel: blank(line()),
  by: blank(z.enum(MOVEMENT_GROUPS)),
  examples: blank(z.literal('yes')),
});
type MovementsQuery = z.infer<typeof movementsQuery>;

/** What can be counted by, in words. */
const groupNames: Readonly<Record<MovementGroup, string>> = {
  stage: 'Stage',
  region: 'Region',
  office: 'Local office',
  item: 'Item',
  panel: 'Sitting',
  period: 'Period',
};

/** What moderation does to ratings: counts, matrices and how long it takes; as a page and as a file. */
@PageController('moderation')
export class MovementsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('moderation-analysis.read')
  @Get('movements')
  async page(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: movementsQuery }) query: MovementsQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['rating-movements']);
    const by = query.by ?? 'stage';
    const [movements, frameworks, regions] = await Promise.all([
      this.queries.execute(new ReadRatingMovements(person, { ...questionOf(query), asAtPosition: moment.asAt }, by)),
      this.catalogue.list(),
      this.directory.list({ kind: 'region', limit: 50 }),
    ]);
    const asked = { ...query, by };
    return this.pages.show(request, reply, 'moderation/movements.njk', {
      section: 'work',
      title: 'How moderation moves ratings',
      moment,
      path: '/moderation/movements',
      asked,
      groupName: groupNames[by],
      groups: MOVEMENT_GROUPS.map((id) => ({ id, label: groupNames[id] })),
      stages: MOVEMENT_STAGES.map((id) => ({ id, label: stageInWords(id) })),
      frameworks: frameworks.map(({ pack }) => ({ id: pack.id, title: pack.title })),
      regions: regions.items.map((region) => ({ code: region.code, name: region.name })),
      counts: movements.counts.map((count) => countRow(count, by, asked)),
      matrices: movements.matrices.map(drawnMatrix),
      durations: movements.durations.map((one) => ({ ...one, name: stageInWords(one.stage) })),
      lastMoves: movements.lastMoves.map((move) => ({
        ...move,
        stageName: stageInWords(move.stage),
        fromLabel: labelIn(movements.matrices, move.from),
        toLabel: labelIn(movements.matrices, move.to),
      })),
      csv: `/moderation/movements.csv${addressOf({ ...query, by: undefined })}`,
    });
  }

  /** A row for every pair that occurred, told apart by stage, region, office, sitting, item and period. */
  @PageFor('moderation-analysis.read')
  @Get('movements.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: movementsQuery }) query: MovementsQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['rating-movements']);
    const question = { ...questionOf(query), asAtPosition: moment.asAt };
    sendCsv(reply, 'movements', (await this.queries.execute(new ListRatingMovements(person, question))).map(csvRow));
  }
}

const questionOf = ({ framework, period, stage, region, office, item, panel, examples }: MovementsQuery) => ({
  ...{ framework, period, stage, region, office, item, panel },
  includeExamples: examples === 'yes',
});

const stageInWords = (stage: string): string =>
  stage === 'through' ? 'From submission to the last stage so far' : (stageNames[stage] ?? stage);

const labelIn = (
  matrices: readonly { readonly ratings: readonly { readonly id: string; readonly label: string }[] }[],
  id: string,
) => matrices.flatMap(({ ratings }) => ratings).find((rating) => rating.id === id)?.label ?? id;

/** A group's numbers in words, and the address that shows it alone. */
function countRow(count: MovementCount, by: MovementGroup, asked: MovementsQuery) {
  const isNamed = count.key !== '';
  return {
    ...count,
    name: by === 'stage' ? stageInWords(count.label) : count.label,
    href: isNamed ? `/moderation/movements${addressOf({ ...asked, [by]: count.key })}` : undefined,
    share: `${(count.shareChanged * 100).toFixed(0)}%`,
    steps: count.meanSteps === null ? '' : count.meanSteps.toFixed(1),
  };
}

function addressOf(query: Readonly<Record<string, string | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && name !== 'atLeast') parameters.set(name, value);
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

const csvRow = (row: DetailedMovement): CsvRow => ({
  framework: row.framework,
  period: row.period,
  stage: row.stage,
  region: row.region,
  region_name: row.regionName,
  office: row.office,
  office_name: row.officeName,
  panel: row.panel ?? '',
  item: row.item,
  item_name: row.itemLabel,
  scale: row.scale,
  from: row.from,
  to: row.to,
  count: String(row.count),
});
