import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { samplePeople } from '../../standalone/sample-people.js';
import type { FormFields } from '../frame/form-fields.js';
import { PageController, PublicPage } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { areaName } from '../people/person-words.js';
import { Places } from '../people/places.js';
import { duties } from '../words/roles.js';

/** The injection token of the provider of standalone mode. */
export const STANDALONE_PROVIDER = Symbol('StandaloneProvider');

/** Where the identity provider of standalone mode has somebody choose whom to sign in as. */
@PageController('standalone/sign-in/:uid')
export class SamplePeoplePages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Places) private readonly places: Places,
    @Inject(STANDALONE_PROVIDER) private readonly provider: Provider,
  ) {}

  @PublicPage({ perMinute: 600 })
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return (await this.#isAsked(request, reply)) ? this.#page(request, reply) : this.#again(reply);
  }

  /** Tells the provider who was chosen; it goes on from there. */
  @PublicPage({ perMinute: 600 })
  @Post()
  async choose(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() fields: FormFields): Promise<void> {
    if (!(await this.#isAsked(request, reply))) return this.#again(reply);
    const person = samplePeople.find(({ id }) => id === fields['signInAs']);
    if (person === undefined) {
      void reply.status(400);
      return this.#page(request, reply, 'Choose whom to sign in as');
    }
    const result = { login: { accountId: person.id, remember: false } };
    void reply.redirect(await this.provider.interactionResult(request.raw, reply.raw, result), 303);
  }

  async #page(request: FastifyRequest, reply: FastifyReply, error?: string): Promise<void> {
    const nameOf = await this.places.namesOf(samplePeople.map(({ area }) => area));
    return this.pages.show(request, reply, 'sign-in/sample-people.njk', {
      ...{ section: 'none', title: 'Sign in', error },
      people: samplePeople.map(({ id, name, role, area }) => ({ id, name, may: duties[role], area: areaName(area, nameOf) })),
    });
  }

  /** Whether the provider asks this browser to choose. */
  #isAsked(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    return this.provider.interactionDetails(request.raw, reply.raw).then(
      () => true,
      () => false,
    );
  }

  /** The question came to nothing: the service was restarted, or it was asked an hour ago. */
  #again(reply: FastifyReply): void {
    void reply.redirect('/sign-in', 303);
  }
}
