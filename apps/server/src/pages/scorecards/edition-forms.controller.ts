import { Body, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { ReadEdition } from '#publication/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { PeopleNames } from '../reading/people-names.js';
import { periodInWords } from '../words/periods.js';
import { readDraft } from './draft.controller.js';
import { type EditionContext, editionForms, freezingForm, type FreezingContext } from './edition-forms.js';

/** The forms of those who prepare and publish editions. */
@PageController('scorecards/:scorecard')
export class EditionFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('scorecard.freeze')
  @Get('freezing')
  async showFreezing(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('scorecard') scorecard: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#freezing({ request, reply, person }, scorecard));
  }

  @FormFor('scorecard.freeze')
  @Post('freezing')
  async sendFreezing(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('scorecard') scorecard: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#freezing({ request, reply, person }, scorecard), fields);
  }

  @PageFor('scorecard.publish')
  @Get('editions/:edition/:form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() asked: EditionFormParams,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#about({ request, reply, person }, asked));
  }

  @FormFor('scorecard.publish')
  @Post('editions/:edition/:form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param() asked: EditionFormParams,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#about({ request, reply, person }, asked), fields);
  }

  async #freezing(visit: Visit, scorecard: string): Promise<AskedForm<FreezingContext>> {
    const draft = await readDraft(this.queries, scorecard);
    const base = `/scorecards/${scorecard}`;
    return {
      ...{ form: freezingForm, context: { scorecard, draft }, visit },
      section: 'scorecards',
      about: `Edition ${String(draft.edition)}, ${periodInWords(draft.period)}`,
      back: { text: 'Back to the draft', href: `${base}/draft` },
      next: ({ position }) => `${base}/editions/${String(draft.edition)}?atLeast=${String(position)}&done=freezing`,
    };
  }

  async #about(visit: Visit, { scorecard, edition: asked, form: path }: EditionFormParams): Promise<AskedForm<EditionContext>> {
    const form = editionForms.get(path);
    const number = /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
    const edition = await this.queries.execute(new ReadEdition(visit.person, scorecard, number));
    if (form === undefined || edition === undefined) throw problem('not-found', 'There is no such form, or no such edition.');
    const page = `/scorecards/${scorecard}/editions/${asked}`;
    return {
      ...{ form, context: { scorecard, edition, today: this.clock.today() }, visit },
      section: 'scorecards',
      about: `Edition ${asked}, ${periodInWords(edition.period)}`,
      back: { text: 'Back to the edition', href: page },
      shows: async () => ({ edition, people: await this.#people(edition.preparation?.list.people ?? []) }),
      next: ({ position }) => `${page}?atLeast=${String(position)}&done=${path}`,
    };
  }

  async #people(ids: readonly string[]): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const nameOf = await this.names.of(ids);
    return ids.map((id) => ({ id, name: nameOf(id) }));
  }
}

interface EditionFormParams {
  readonly scorecard: string;
  readonly edition: string;
  readonly form: string;
}
