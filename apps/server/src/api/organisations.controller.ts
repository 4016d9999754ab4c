import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { code, line } from '#kernel/text.js';
import { organisationKind, OrganisationDirectory } from '#organisations/contract.js';
import { Requires } from '../edge/access.js';
import { type Moment, momentParameters, Moments } from '../edge/moments.js';
import { problem } from '../edge/problem.js';
import { API } from './base.js';
import { pageParameters } from './pages-of-lists.js';

const listQuery = z.strictObject({
  kind: organisationKind.optional(),
  q: line().optional().describe('part of a name or code'),
  region: code().optional().describe('the code of a region, e.g. Y57'),
  includeExamples: z.stringbool().default(false).describe('also made-up organisations'),
  ...pageParameters,
  ...momentParameters,
});
const oneQuery = z.strictObject(momentParameters);

/** Which read model answers. */
const ANSWERED_BY = ['organisations'];

/** Commissioning organisations, local offices and regions, with names, parents and mergers by date. */
@ApiTags('Organisations')
@Controller(`${API}/organisations`)
export class OrganisationsController {
  constructor(
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** With `effectiveOn`, those open on that day, a successor from the day it took over; without, each as it last stood. By code. */
  @Requires('organisation.read')
  @Get()
  @ApiOperation({ summary: 'Organisations, by kind, name, region and day' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    const moment = await this.moments.of(query, ANSWERED_BY);
    const { kind, q, region, after } = query;
    const page = await this.directory.list({
      limit: query.limit,
      includeExamples: query.includeExamples,
      ...(kind && { kind }),
      ...(q && { q }),
      ...(region && { region }),
      ...(after && { after }),
      ...asked(moment),
    });
    return { ...page, ...moment.repeated };
  }

  /** One organisation with every name and place it had, what it came from and what became of it. */
  @Requires('organisation.read')
  @Get(':code')
  @ApiOperation({ summary: 'One organisation' })
  @ApiResponse({ status: 404, description: 'No organisation of that code is recorded at that moment (problem+json).' })
  async one(
    @Param('code', { schema: code() }) organisation: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
  ) {
    const moment = await this.moments.of(query, ANSWERED_BY);
    const found = await this.directory.find(organisation, asked(moment));
    if (found === undefined)
      throw problem('not-found', `No organisation of the code ${organisation} is recorded at that moment.`);
    return { ...found, ...moment.repeated };
  }
}

const asked = ({ asAt, effectiveOn }: Moment) => ({
  ...(asAt === undefined ? {} : { asAt }),
  ...(effectiveOn === undefined ? {} : { effectiveOn }),
});
