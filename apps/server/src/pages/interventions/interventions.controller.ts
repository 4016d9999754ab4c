import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Person, roleMay } from '#identity/contract.js';
import { interventionKind } from '#interventions/contract.js';
import { type InterventionView, ListInterventions, MayRecordIntervention, ReadIntervention } from '#interventions/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';

import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { interventionForms } from './intervention-forms.js';
import { InterventionNames } from './intervention-names.js';
import { kindsOfIntervention, shownIntervention, titleOfIntervention } from './intervention-words.js';

const blankIsAll = z.preprocess((value) => (value === '' ? undefined : value), interventionKind.optional());
const listQuery = z.object({ kind: blankIsAll, ...pageMoment });
const oneQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast, done: z.string().max(40).optional() });

/** Interventions of all organisations, and each by itself. */
@PageController('interventions')
export class InterventionsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(InterventionNames) private readonly names: InterventionNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** By their beginning; of one kind, and on a day, where asked. */
  @PageFor('intervention.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { items, moment } = await this.#list(query);
    const { names, nameOf } = await this.names.in(items);
    const filter = new URLSearchParams({ ...(query.kind && { kind: query.kind }), ...moment.asked }).toString();
    return this.pages.show(request, reply, 'interventions/list.njk', {
      section: 'organisations',
      title: 'Interventions',
      moment,
      kind: query.kind ?? '',
      kinds: Object.entries(kindsOfIntervention),
      csv: `/interventions.csv?${filter}`,
      mayRecord: roleMay(person, 'intervention.record'),
      items: items.map((item) => ({ ...shownIntervention(item, names, nameOf), inForce: item.inForce })),
    });
  }

  /** One intervention with its objectives, what happened to it, and what may be done. */
  @PageFor('intervention.read')
  @Get(':id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['interventions', 'organisations']);
    const view = await this.queries.execute(new ReadIntervention(id, moment.asAt));
    if (view === undefined) throw problem('not-found', `There is no intervention ${id}, or it was not recorded by then.`);
    const { names, nameOf } = await this.names.in([view]);
    const tasks = moment.isNow ? await this.#tasksFor(person, view) : [];
    return this.pages.show(request, reply, 'interventions/one.njk', {
      section: 'organisations',
      title: titleOfIntervention(view),
      moment,
      path: `/interventions/${id}`,
      item: shownIntervention(view, names, nameOf),
      done: query.done !== undefined && moment.isNow,
      tasks,
      mayJudge: tasks.length > 0 && view.standing !== 'ended',
    });
  }

  async #tasksFor(person: Person, view: InterventionView): Promise<readonly { readonly text: string; readonly href: string }[]> {
    if ((await this.queries.execute(new MayRecordIntervention(person, view))) !== undefined) return [];
    const ended = view.standing === 'ended';
    return [...interventionForms.values()]
      .filter(({ path }) => path !== 'verdicts' && (path === 'corrections' || !ended))
      .map(({ path, title }) => ({ text: title, href: `/interventions/${view.id}/${path}` }));
  }

  async #list(query: z.infer<typeof listQuery>) {
    const moment = await this.moments.of(query, ['interventions', 'organisations']);
    const { asAt, effectiveOn } = moment;
    return { moment, items: await this.queries.execute(new ListInterventions({ kind: query.kind, asAt, effectiveOn })) };
  }
}

/** The list as a file. */
@PageController('interventions.csv')
export class InterventionsFile {
  constructor(
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Exactly what the list shows, under the columns that an import reads and some more. */
  @PageFor('intervention.read')
  @Get()
  async file(@Res() reply: FastifyReply, @Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<void> {
    const { asAt, effectiveOn, asked } = await this.moments.of(query, ['interventions', 'organisations']);
    const items = await this.queries.execute(new ListInterventions({ kind: query.kind, asAt, effectiveOn }));
    return sendCsv(
      reply,
      'interventions',
      items.map((item) => ({ ...row(item), in_force: item.inForce ?? '', as_at: asked.asAt, effective_on: asked.effectiveOn })),
    );
  }
}

const row = ({ id, kind, organisations, alsoBinds, from, until, standing, outcome, what, source }: InterventionView) => ({
  id,
  kind,
  organisation: organisations.join(' '),
  also_binds: alsoBinds.join(' '),
  from: from ?? '',
  until: until ?? '',
  standing,
  outcome: outcome ?? '',
  what,
  source: source ?? '',
});
