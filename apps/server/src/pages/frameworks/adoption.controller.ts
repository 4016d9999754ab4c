import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { CheckPack } from '#frameworks/queries.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { type AdoptionContext, adoptionForm } from './adoption-form.js';
import { readPackText } from './pack-text.js';

const fromQuery = z.object({ from: code(60).optional() });

/** Adopting a framework pack: its file is checked, every fault shown with its line, and adopted once it was looked at. */
@PageController('frameworks/adoption')
export class AdoptionPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The form; `from` names a framework whose latest pack it begins with. */
  @PageFor('import.run')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: fromQuery }) { from }: z.infer<typeof fromQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const known = from === undefined ? undefined : await this.catalogue.get(from);
    const context = this.#nothingWritten(known && `${JSON.stringify(known.pack, undefined, 2)}\n`);
    return this.flow.begin(asked({ request, reply, person }, context));
  }

  @FormFor('import.run')
  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const written = withFileAsPack(fields);
    const context = await this.#checked(written['pack']);
    return this.flow.receive(asked({ request, reply, person }, context), written);
  }

  async #checked(pack: FormFields[string] | undefined): Promise<AdoptionContext> {
    const nothing = this.#nothingWritten();
    if (typeof pack !== 'string' || pack.trim() === '') return nothing;
    const read = readPackText(pack);
    if ('fault' in read) return { ...nothing, notJson: read.fault };
    return { ...nothing, text: read, check: await this.queries.execute(new CheckPack(read.content)) };
  }

  #nothingWritten(from?: string): AdoptionContext {
    return { text: undefined, notJson: undefined, check: undefined, from, today: this.clock.today() };
  }
}

/** A file that was chosen takes the place of what the field held; its name goes along, for a source left blank. */
const withFileAsPack = ({ file, 'file-name': name, ...fields }: FormFields): FormFields =>
  file === undefined || file === '' ? fields : { ...fields, pack: file, chosen: name ?? '' };

const asked = (visit: Visit, context: AdoptionContext): AskedForm<AdoptionContext> => ({
  form: adoptionForm,
  context,
  visit,
  section: 'frameworks',
  about: 'Frameworks',
  back: { text: 'Back to the frameworks', href: '/frameworks' },
  next: ({ position }) =>
    `/frameworks/${context.check?.pack?.id ?? ''}?${new URLSearchParams({ atLeast: String(position), done: 'adoption' }).toString()}`,
});
