import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { interventionKind } from '#interventions/contract.js';
import { ListInterventions, ReadIntervention, ReadOrganisationInterventions } from '#interventions/queries.js';
import { code } from '#kernel/text.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { Requires } from '../../edge/access.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';

const listQuery = z.strictObject({
  organisation: code()
    .optional()
    .describe('those it is under or bound to help in; predecessors are asked for by their own codes'),
  kind: interventionKind.optional(),
  ...momentParameters,
});
const oneQuery = z.strictObject({ atLeast: momentParameters.atLeast, asAt: momentParameters.asAt });
const momentQuery = z.strictObject(momentParameters);

const ANSWERED_BY = ['interventions'];

/** Conditions, directions, special measures and the like, on a timeline of their own, independent of any rating. */
@ApiTags('Interventions')
@Controller(API)
export class InterventionsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  /** By their beginning. Dates are as exact as they are known; `effectiveOn` gives those that cover the day, surely or possibly. */
  @Get('interventions')
  @Requires('intervention.read')
  @ApiOperation({ summary: 'Interventions in organisations' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query, ANSWERED_BY);
    const organisations = query.organisation === undefined ? undefined : [query.organisation];
    const items = await this.queries.execute(new ListInterventions({ organisations, kind: query.kind, asAt, effectiveOn }));
    return { items, ...repeated };
  }

  /** With its objectives, each with every verdict, and all that happened to it. `ETag` is the revision that varying, ending and correcting judge. */
  @Get('interventions/:id')
  @Requires('intervention.read')
  @ApiOperation({ summary: 'One intervention' })
  @ApiResponse({ status: 404, description: 'No such intervention was recorded by then (problem+json).' })
  async one(
    @Param('id', { schema: code() }) id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { asAt, repeated } = await this.moments.of(query, ANSWERED_BY);
    const found = await this.queries.execute(new ReadIntervention(id, asAt));
    if (found === undefined) throw problem('not-found', `There is no intervention ${id}, or it was not recorded by then.`);
    void reply.header('ETag', `"${found.revision}"`);
    return { ...found, asAt: repeated.asAt };
  }

  /** Its own and those of every organisation that was merged into it, under the codes they had. */
  @Get('organisations/:code/interventions')
  @Requires('intervention.read')
  @ApiOperation({ summary: "An organisation's interventions, with those of its predecessors" })
  @ApiResponse({ status: 404, description: 'No organisation of that code is recorded (problem+json).' })
  async ofOrganisation(
    @Param('code', { schema: code() }) organisation: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
  ) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query, [...ANSWERED_BY, 'organisations']);
    if ((await this.organisations.find(organisation)) === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded.`);
    const found = await this.queries.execute(new ReadOrganisationInterventions(organisation, { asAt, effectiveOn }));
    return { organisation, ...found, ...repeated };
  }
}
