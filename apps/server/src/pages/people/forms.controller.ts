import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { newPersonId } from '#identity/commands.js';
import { ReadPerson } from '#identity/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { areaCodeIn, type PersonContext, personForms, type RegistrationContext, registrationForm } from './person-forms.js';
import { grantRow } from './person-words.js';
import { Places } from './places.js';

const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** What was typed, where anything was. */
const NOTHING: FormFields = {};

/** The forms about people: registering somebody, granting and withdrawing roles, changing what stands beside the log. */
@PageController('people')
export class PersonFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Places) private readonly places: Places,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('person.manage')
  @Get('new')
  async showRegistration(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @SignedIn() person: Person): Promise<void> {
    return this.flow.begin(this.#registering({ request, reply, person }));
  }

  @FormFor('person.manage')
  @Post('new')
  async register(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(this.#registering({ request, reply, person }), fields);
  }

  /** A form as it begins; `record` says which grant, for its withdrawal. */
  @PageFor('person.manage')
  @Get(':id/:form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Query({ schema: subjectQuery }) { record }: z.infer<typeof subjectQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#about({ request, reply, person }, { id, path, subject: record }, NOTHING));
  }

  @FormFor('person.manage')
  @Post(':id/:form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const subject = new Typed(fields).text('_record');
    return this.flow.receive(await this.#about({ request, reply, person }, { id, path, subject }, fields), fields);
  }

  #registering(visit: Visit): AskedForm<RegistrationContext> {
    return {
      ...{ form: registrationForm, context: {}, visit },
      section: 'people',
      about: 'People',
      back: { text: 'Back to the people', href: '/people' },
      next: ({ position }, by) => `/people/${newPersonId(by)}?atLeast=${String(position)}&done=new`,
    };
  }

  async #about(
    visit: Visit,
    { id, path, subject }: { readonly id: string; readonly path: string; readonly subject: string | undefined },
    fields: FormFields,
  ): Promise<AskedForm<PersonContext>> {
    const form = personForms.get(path);
    const person = form && (await this.queries.execute(new ReadPerson(visit.person, id)));
    if (form === undefined || person === undefined) throw problem('not-found', 'There is no such person or form.');
    const grant = person.grants.find((one) => one.grant === subject);
    if (path === 'withdrawal' && grant === undefined) throw problem('not-found', 'There is no such grant.');
    const code = areaCodeIn(new Typed(fields));
    const area = code === undefined ? undefined : await this.places.areaOf(code);
    const nameOf = await this.places.namesOf(grant === undefined ? [] : [grant.area]);
    return {
      ...{ form, visit, subject },
      context: { person, today: this.clock.today(), area, grant, unknownCode: area === undefined ? code : undefined },
      section: 'people',
      about: person.name ?? person.id,
      back: { text: `Back to ${person.name ?? person.id}`, href: `/people/${id}` },
      shows: () => Promise.resolve({ someone: person, grant: grant && grantRow(grant, nameOf) }),
      // What stands beside the log has no position to wait for.
      next: ({ position }) => `/people/${id}?done=${path}${path === 'particulars' ? '' : `&atLeast=${String(position)}`}`,
    };
  }
}
