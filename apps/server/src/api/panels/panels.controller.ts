import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { ReadLastMoves } from '#assessment/queries.js';
import { ListPanels, minutesRows, ReadMinutes, ReadPanel, ReadPapers } from '#moderation/queries.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem, type ProblemError } from '../../edge/problem.js';
import { sendCsv } from '../../edge/csv.js';
import { API } from '../base.js';
import { panelId } from './panel-id.js';

const momentQuery = z.strictObject(momentParameters);
const { atLeast, asAt } = momentParameters;
const papersQuery = z.strictObject({ atLeast, asAt });
const movesQuery = z.strictObject({ item: code(), atLeast, asAt });
const listQuery = z.strictObject({
  stage: z.enum(['local', 'regional', 'national', 'confirmation']).optional(),
  framework: code().optional(),
  period: code().optional(),
  status: z.enum(['convened', 'open', 'closed', 'cancelled', 'minuted-elsewhere']).optional(),
  atLeast,
  asAt,
});

const Id = (): ParameterDecorator => Param('id', { schema: panelId });

/** The sittings of panels. Whose a person may read is settled by each query's handler. */
@ApiTags('Panels')
@Controller(`${API}/panels`)
export class PanelsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Those whose area lies in the person's own, the latest day first. */
  @Get()
  @Requires('panel.read')
  @ApiOperation({ summary: 'Sittings of panels' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { atLeast: _, asAt: __, ...question } = query;
    const { asAt: position, repeated } = await this.moments.of(query, ['panels']);
    const items = await this.queries.execute(new ListPanels(person, { ...question, asAt: position }));
    return { items, asAt: repeated.asAt };
  }

  /** Who sits, who is recused and why, who is there, and how far its decisions have come. */
  @Get(':id')
  @Requires('panel.read')
  @ApiOperation({ summary: 'One sitting, now or as at a moment' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async one(
    @Id() id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { asAt: position, effectiveOn, repeated } = await this.moments.of(query);
    const panel = await this.queries.execute(new ReadPanel(person, id, { position, effectiveOn }));
    if (panel === undefined) throw notFound(id);
    if (position === undefined && effectiveOn === undefined) void reply.header('ETag', `"${panel.revision}"`);
    return { ...panel, ...repeated };
  }

  /** Before they are opened, what waits now; then as they were opened, with what came since, and what was decided. */
  @Get(':id/papers')
  @Requires('panel.read')
  @ApiOperation({ summary: 'What lies before a sitting' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async papers(@Id() id: string, @Query({ schema: papersQuery }) query: z.infer<typeof papersQuery>, @SignedIn() person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ['assessments', 'sitting-decisions']);
    const papers = await this.queries.execute(new ReadPapers(person, id, { position }));
    if (papers === undefined) throw notFound(id);
    return { ...papers, asAt: repeated.asAt };
  }

  /** Attendance, interests and recusals, and each decision with its reasons; what lay before it and was not decided. */
  @Get(':id/minutes')
  @Requires('panel.read')
  @ApiOperation({ summary: 'The minutes of a sitting' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async minutes(
    @Id() id: string,
    @Query({ schema: papersQuery }) query: z.infer<typeof papersQuery>,
    @SignedIn() person: Person,
  ) {
    const { minutes, asAt: at } = await this.minutesOf(id, query, person);
    return { ...minutes, asAt: at };
  }

  /** A row for each item of each decision. People are ids. */
  @Get(':id/minutes.csv')
  @Requires('panel.read')
  @ApiOperation({ summary: 'The decisions of a sitting, a row an item' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async minutesFile(
    @Id() id: string,
    @Query({ schema: papersQuery }) query: z.infer<typeof papersQuery>,
    @SignedIn() person: Person,
    @Res() reply: FastifyReply,
  ) {
    const { minutes } = await this.minutesOf(id, query, person);
    sendCsv(reply, `minutes-${id}`, minutesRows(minutes));
  }

  /** The last ten times a stage moved a rating of the item under the sitting's framework, so on the same scale. */
  @Get(':id/moves')
  @Requires('panel.read')
  @ApiOperation({ summary: 'What panels made of an item before, with their reasons' })
  @ApiResponse({ status: 404, description: 'Not there, or not yours to see (problem+json).' })
  async moves(@Id() id: string, @Query({ schema: movesQuery }) query: z.infer<typeof movesQuery>, @SignedIn() person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ['rating-movements']);
    const panel = await this.queries.execute(new ReadPanel(person, id));
    if (panel === undefined) throw notFound(id);
    const moves = await this.queries.execute(new ReadLastMoves(person, panel.framework, [query.item], position));
    return { items: moves.get(query.item) ?? [], asAt: repeated.asAt };
  }

  private async minutesOf(id: string, query: z.infer<typeof papersQuery>, person: Person) {
    const { asAt: position, repeated } = await this.moments.of(query, ['sitting-decisions']);
    const minutes = await this.queries.execute(new ReadMinutes(person, id, { position }));
    if (minutes === undefined) throw notFound(id);
    return { minutes, asAt: repeated.asAt };
  }
}

const notFound = (id: string): ProblemError => problem('not-found', `There is no sitting ${id}, or it is not yours to see.`);
