import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actingName, type Person } from '#identity/contract.js';
import { type HeldGrant, ReadOwnGrants } from '#identity/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import type { FormFields } from '../frame/form-fields.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { Sessions } from '../frame/sessions.js';
import { Visitors } from '../frame/visitors.js';
import { areaName } from '../people/person-words.js';
import { Places } from '../people/places.js';
import { duties, roleNames } from '../words/roles.js';

/** Where somebody who holds several roles says which they act in, until they sign out. */
@PageController('acting')
export class ActingPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Places) private readonly places: Places,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('own-grants.read')
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @SignedIn() person: Person): Promise<void> {
    return this.#page(request, reply, person);
  }

  /** Takes one of the grants they hold; anything else is shown again. */
  @PageFor('own-grants.read')
  @Post()
  async choose(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const held = await this.#held(person);
    const chosen = held.find(({ actingAs }) => actingAs === fields['actAs']);
    const key = this.visitors.keyOf(request);
    if (chosen === undefined || key === undefined) {
      void reply.status(400);
      return this.#page(request, reply, person, 'Choose a role that you hold');
    }
    await this.sessions.actAs(key, chosen.actingAs);
    void reply.redirect('/work', 303);
  }

  #held(person: Person): Promise<readonly HeldGrant[]> {
    return this.queries.execute(new ReadOwnGrants(person));
  }

  async #page(request: FastifyRequest, reply: FastifyReply, person: Person, error?: string): Promise<void> {
    const held = await this.#held(person);
    const nameOf = await this.places.namesOf(held.map(({ area }) => area));
    const acting = actingName(person);
    return this.pages.show(request, reply, 'acting.njk', {
      ...{ section: 'none', title: 'Your role', error },
      held: held.map(({ role, area, actingAs }) => ({
        ...{ actingAs, isNow: actingAs === acting, may: duties[role] },
        name: `${roleNames[role]}, ${areaName(area, nameOf)}`,
      })),
    });
  }
}
