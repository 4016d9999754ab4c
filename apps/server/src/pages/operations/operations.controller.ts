import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ListBulkEntries } from '#bulk-entry/queries.js';
import type { Person } from '#identity/contract.js';
import { line } from '#kernel/text.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { momentInWords } from '../words/dates.js';
import { type Settled, type Trouble, TROUBLE_KINDS, type TroubleKind, Troubles } from './troubles.js';

const kinds = z.enum(TROUBLE_KINDS);
const troubleId = line(100);
const listQuery = z.object({ done: line(200).optional() });
const reasons = line(500);

interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
interface Shown {
  readonly typed?: string;
  readonly error?: string;
}

/** What needs an administrator: what stands still, what was given up, and what could not be sent. */
@PageController('operations')
export class OperationsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Troubles) private readonly troubles: Troubles,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('projection.operate')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) { done }: z.infer<typeof listQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const [troubles, entries] = await Promise.all([this.troubles.list(), this.queries.execute(new ListBulkEntries(person))]);
    return this.pages.show(request, reply, 'operations/list.njk', {
      ...{ section: 'work', title: 'What needs an administrator', done: done === undefined ? undefined : DONE[done], troubles },
      unfinished: entries
        .filter(({ status }) => status !== 'finished')
        .map(({ id, file, rows, settled, acceptedAt }) => ({ id, file, rows, settled, since: momentInWords(acceptedAt) })),
    });
  }

  /** One of them, with what can be done about it. */
  @PageFor('projection.operate')
  @Get(':kind/:id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('kind', { schema: kinds }) kind: TroubleKind,
    @Param('id', { schema: troubleId }) id: string,
  ): Promise<void> {
    return this.#show({ request, reply }, await this.#trouble(kind, id));
  }

  @PageFor('projection.operate')
  @Post(':kind/:id/retry')
  async retry(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('kind', { schema: kinds }) kind: TroubleKind,
    @Param('id', { schema: troubleId }) id: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const trouble = await this.#trouble(kind, id);
    return this.#settle({ request, reply }, trouble, await this.troubles.retry(trouble, person), {});
  }

  /** Does without it; the reason is kept. */
  @FormFor('projection.operate')
  @Post(':kind/:id/letting-be')
  async letBe(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('kind', { schema: kinds }) kind: TroubleKind,
    @Param('id', { schema: troubleId }) id: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const visit = { request, reply };
    const trouble = await this.#trouble(kind, id);
    const typed = [fields['reason'] ?? ''].flat()[0] ?? '';
    if (request.formExpired === true) return this.#show(visit, trouble, { typed, error: EXPIRED }, 403);
    const reason = reasons.safeParse(typed);
    if (!reason.success) return this.#show(visit, trouble, { typed, error: 'Say why, in at most 500 characters' }, 400);
    return this.#settle(visit, trouble, await this.troubles.letBe(trouble, reason.data, person), { typed });
  }

  async #trouble(kind: TroubleKind, id: string): Promise<Trouble> {
    const trouble = await this.troubles.find(kind, id);
    if (trouble === undefined) throw problem('not-found', 'It needs nobody any more, or somebody has dealt with it.');
    return trouble;
  }

  #settle(visit: Visit, trouble: Trouble, settled: Settled, shown: Shown): Promise<void> {
    if ('refused' in settled) return this.#show(visit, trouble, { ...shown, error: settled.refused }, 422);
    void visit.reply.redirect(`/operations?done=${settled.done}`, 303);
    return Promise.resolve();
  }

  #show({ request, reply }: Visit, trouble: Trouble, shown: Shown = {}, status = 200): Promise<void> {
    void reply.status(status);
    return this.pages.show(request, reply, 'operations/one.njk', { section: 'work', title: trouble.what, trouble, ...shown });
  }
}

const EXPIRED = 'This form had been open for too long. Send it again';
const DONE: Readonly<Record<string, string>> = {
  'tried-again': 'It is tried again. If it fails again, it is back here in a moment.',
  'stepped-over': 'The read model goes on without the event. Your reason stands in the log.',
  'put-aside': 'It is put aside, with your reason.',
};
