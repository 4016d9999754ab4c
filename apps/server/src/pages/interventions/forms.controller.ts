import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { newInterventionId } from '#interventions/commands.js';
import { type InterventionView, MayRecordIntervention, ReadIntervention } from '#interventions/queries.js';
import { code } from '#kernel/text.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type NewRecord, type Visit } from '../forms/form-flow.js';
import type { FormError } from '../forms/form-view.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import {
  type BeginningContext,
  beginningForm,
  CODE_FIELDS,
  type InterventionContext,
  interventionForms,
} from './intervention-forms.js';
import { InterventionNames } from './intervention-names.js';
import {
  kindsOfIntervention,
  momentOfIntervention,
  namedOrganisations,
  outcomesOfIntervention,
  titleOfIntervention,
} from './intervention-words.js';

const newQuery = z.object({ organisation: code(10).optional() });
const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** What was typed, where anything was. */
const NOTHING: FormFields = {};

/** The forms of interventions: beginning one, its objectives, varying, ending and correcting it. */
@PageController('interventions')
export class InterventionFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(InterventionNames) private readonly names: InterventionNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('intervention.record')
  @Get('new')
  async showBeginning(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: newQuery }) { organisation }: z.infer<typeof newQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#beginning({ request, reply, person }, organisation, NOTHING));
  }

  @FormFor('intervention.record')
  @Post('new')
  async sendBeginning(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: newQuery }) { organisation }: z.infer<typeof newQuery>,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#beginning({ request, reply, person }, organisation, fields), fields);
  }

  /** A form as it begins; `record` says which objective, for a verdict. */
  @PageFor('intervention.record')
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

  @FormFor('intervention.record')
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

  async #beginning(visit: Visit, organisation: string | undefined, fields: FormFields): Promise<AskedForm<BeginningContext>> {
    return {
      form: beginningForm,
      context: { organisation, ...(await this.#named(fields)) },
      visit,
      section: 'organisations',
      about: 'Interventions',
      back:
        organisation === undefined
          ? { text: 'Back to the interventions', href: '/interventions' }
          : { text: "Back to the organisation's interventions", href: `/organisations/${organisation}/interventions` },
      shows: () => Promise.resolve({ kinds: Object.entries(kindsOfIntervention) }),
      next: ({ position }, by) => `/interventions/${newInterventionId(by)}?atLeast=${String(position)}&done=new`,
    };
  }

  async #about(
    visit: Visit,
    { id, path, subject }: { readonly id: string; readonly path: string; readonly subject: string | undefined },
    fields: FormFields,
  ): Promise<AskedForm<InterventionContext>> {
    const form = interventionForms.get(path);
    const view = await this.queries.execute(new ReadIntervention(id));
    if (form === undefined || view === undefined) throw problem('not-found', 'There is no such intervention or form.');
    const forbidden = await this.queries.execute(new MayRecordIntervention(visit.person, view));
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    const { names } = await this.names.in([view]);
    return {
      form,
      context: { view, subject, ...(await this.#named(fields)) },
      visit,
      subject,
      section: 'organisations',
      about: `${titleOfIntervention(view)}: ${namedOrganisations(view.organisations, names)
        .map(({ name }) => name)
        .join(', ')}`,
      back: { text: 'Back to the intervention', href: `/interventions/${id}` },
      revision: view.revision,
      shows: () =>
        Promise.resolve({
          view,
          kinds: Object.entries(kindsOfIntervention),
          outcomes: Object.entries(outcomesOfIntervention),
        }),
      next: ({ position }) => `/interventions/${id}?atLeast=${String(position)}&done=${path}`,
      newSince: () => this.#newSince(view, fields),
    };
  }

  /** Names of those typed, and a fault for each code that nobody bears. */
  async #named(fields: FormFields): Promise<Pick<BeginningContext, 'names' | 'strangers' | 'today'>> {
    const typed = new Typed(fields);
    const names = await this.names.ofOrganisations(CODE_FIELDS.flatMap((field) => typed.codes(field)));
    const strangers = CODE_FIELDS.flatMap((field): readonly FormError[] =>
      typed
        .codes(field)
        .filter((one) => !names.has(one))
        .map((one) => ({ field, text: `No organisation has the code ${one}` })),
    );
    return { names, strangers, today: this.clock.today() };
  }

  /** What was recorded of it since the revision that the form was shown with: an event is a revision. */
  async #newSince(view: InterventionView, fields: FormFields): Promise<readonly NewRecord[]> {
    const { nameOf } = await this.names.in([view]);
    const read = Number(new Typed(fields).text('_revision') ?? view.revision);
    return view.timeline.slice(read + 1).map((moment) => {
      const { title, when, recorded, detail } = momentOfIntervention(moment, nameOf);
      return { title: when === undefined ? title : `${title}, ${when}`, by: recorded, detail: detail ?? undefined };
    });
  }
}
