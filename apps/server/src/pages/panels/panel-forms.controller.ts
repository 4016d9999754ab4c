import { Body, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayNot, type Person } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { permissionOf } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { PeopleNames } from '../reading/people-names.js';
import { sittingName } from '../words/panels.js';
import { type PanelContext, panelForms } from './panel-forms.js';
import { mayRecord, Sittings } from './sittings.js';

/** The forms about one sitting: GET shows one, POST checks what was typed and dispatches its command. */
@PageController('panels/:id')
export class PanelFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Sittings) private readonly sittings: Sittings,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('panel.declare')
  @Get(':form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, id, path));
  }

  @FormFor('panel.declare')
  @Post(':form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#asked({ request, reply, person }, id, path), fields);
  }

  async #asked(visit: Visit, id: string, path: string): Promise<AskedForm<PanelContext>> {
    const { person } = visit;
    const panel = await this.sittings.find(person, id);
    const form = panelForms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const voters = [...(panel.chair === null ? [] : [panel.chair]), ...panel.members];
    const nameOf = await this.names.of([...voters, ...panel.recusals.map((recusal) => recusal.person)]);
    const choices = (ids: readonly string[]) => ids.map((one) => ({ id: one, name: nameOf(one) }));
    const context: PanelContext = {
      panel,
      today: this.clock.today(),
      voters: choices(voters),
      others: [],
      onlySelf: mayRecord(person, panel) ? undefined : person.id,
    };
    const forbidden = mayNot(person, permissionOf(form, context) ?? 'panel.record');
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form, context, visit },
      section: 'panels',
      about: sittingName(panel),
      back: { text: 'Back to the sitting', href: `/panels/${id}` },
      shows: () =>
        Promise.resolve({
          ...{ panel, voters: context.voters, others: context.others, onlySelf: context.onlySelf },
          recusals: panel.recusals.filter(({ lifted }) => lifted === null).map((one) => ({ ...one, name: nameOf(one.person) })),
        }),
      next: ({ position }) => `/panels/${id}?atLeast=${String(position)}&done=${path}`,
    };
  }
}
