import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Person, roleMay } from '#identity/contract.js';
import { ReadOrganisationInterventions } from '#interventions/queries.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { InterventionNames } from './intervention-names.js';
import { shownIntervention } from './intervention-words.js';

const momentQuery = z.object(pageMoment);

/** What an organisation was or is put under, beside its ratings. */
@PageController('organisations/:code/interventions')
export class OrganisationInterventionsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(InterventionNames) private readonly names: InterventionNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Its own interventions and those of its predecessors, with objectives and what happened. */
  @PageFor('intervention.read')
  @Get()
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['interventions', 'organisations']);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const { asAt, effectiveOn } = moment;
    const { items } = await this.queries.execute(new ReadOrganisationInterventions(code, { asAt, effectiveOn }));
    const { names, nameOf } = await this.names.in(items);
    return this.pages.show(request, reply, 'interventions/of-organisation.njk', {
      section: 'organisations',
      title: `Interventions, ${organisation.name}`,
      organisation,
      moment,
      path: `/organisations/${code}/interventions`,
      mayRecord: roleMay(person, 'intervention.record'),
      items: items.map((item) => ({ ...shownIntervention(item, names, nameOf), relation: relationTo(code, item) })),
    });
  }
}

function relationTo(
  code: string,
  { organisations, alsoBinds }: { readonly organisations: readonly string[]; readonly alsoBinds: readonly string[] },
): string | undefined {
  if (organisations.includes(code)) return undefined;
  return alsoBinds.includes(code) ? 'Bound to help' : 'Of a predecessor';
}
