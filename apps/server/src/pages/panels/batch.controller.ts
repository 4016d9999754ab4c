import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import type { DecidedTogether } from '#moderation/commands.js';
import { type BatchEntryView, ForeseeTogether, type PanelView, type PapersView, ReadBatch } from '#moderation/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { sittingName } from '../words/panels.js';
import { type BatchContext, batchForm, batchIn } from './batch-forms.js';
import { entryRow, howFar } from './batch-table.js';
import type { Choosable } from './chosen.js';
import { LookBefore } from './look-before.js';
import { dayOfSitting } from './panel-forms.js';
import { apartInWords, sinceInWords } from './papers-table.js';
import { mayRecord, SITTING_SHOWN_BY, Sittings } from './sittings.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { z } from 'zod';

const batchQuery = z.object({ atLeast: pageMoment.atLeast });

/** A sitting that decides on many at once: choosing, looking once more, and how far it has come. */
@PageController('panels/:id')
export class BatchPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Sittings) private readonly sittings: Sittings,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(LookBefore) private readonly lookBefore: LookBefore,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('panel.decide')
  @Get('batch')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, id, {}));
  }

  @FormFor('panel.decide')
  @Post('batch')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#asked({ request, reply, person }, id, fields), fields);
  }

  /** What was decided on each, and how far that has come: read anew each time, so that it survives whatever happens meanwhile. */
  @PageFor('panel.read')
  @Get('batches/:batch')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('batch') batch: string,
    @Query({ schema: batchQuery }) query: z.infer<typeof batchQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of(query, SITTING_SHOWN_BY);
    const [panel, view] = await Promise.all([
      this.sittings.find(person, id),
      this.queries.execute(new ReadBatch(person, id, batch)),
    ]);
    if (view === undefined) throw problem('not-found', 'The sitting took no such decision, or it is not yours to see.');
    const apart = view.assessments.flatMap(({ tookNoPart }) => tookNoPart.map((one) => one.person));
    const nameOf = await this.names.of([...view.decidedBy, view.recordedBy, ...apart]);
    const terms = await this.catalogue.forPeriod(panel.framework, panel.period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    const records = mayRecord(person, panel);
    const row = (entry: BatchEntryView) => entryRow(entry, { panel, terms, nameOf, records });
    const rows = view.assessments.map(row);
    return this.pages.show(request, reply, 'panels/batch.njk', {
      section: 'panels',
      title: `Decided at once, ${sittingName(panel)}`,
      ...{ panel, view, rows, notApplied: rows.filter(({ refused }) => refused !== undefined) },
      sitting: sittingName(panel),
      far: howFar(view),
      decidedBy: view.decidedBy.map(nameOf),
      recordedBy: nameOf(view.recordedBy),
    });
  }

  async #asked(visit: Visit, id: string, fields: FormFields): Promise<AskedForm<BatchContext>> {
    const { person } = visit;
    const [panel, papers] = await Promise.all([this.sittings.find(person, id), this.sittings.papers(person, id)]);
    if (!mayRecord(person, panel)) throw problem('role-may-not', 'The chair and the secretary record what a sitting decides.');
    if (panel.status !== 'open') throw problem('papers-not-opened', 'A sitting decides while it is open.');
    const nameOf = await this.names.of(papers.papers.flatMap(({ tookNoPart }) => tookNoPart.map((one) => one.person)));
    const started: BatchContext = {
      panel: id,
      rows: rowsOf(papers, nameOf),
      changes: await this.#changes(panel),
      day: dayOfSitting(panel, this.clock.today()),
      looked: undefined,
    };
    return {
      ...{ form: batchForm, context: { ...started, looked: await this.#looked(person, started, new Typed(fields)) }, visit },
      section: 'panels',
      about: sittingName(panel),
      back: { text: 'Back to the sitting', href: `/panels/${id}` },
      shows: () => Promise.resolve({ panel, present: panel.attendance?.present.length ?? 0 }),
      next: addressOf,
    };
  }

  async #looked(person: Person, context: BatchContext, typed: Typed) {
    const request = batchIn(typed, context);
    const foreseen = request && (await this.queries.execute(new ForeseeTogether(person, context.panel, request)));
    return foreseen === undefined || isRefusal(foreseen) ? undefined : this.lookBefore.of(person, foreseen);
  }

  async #changes({ framework, period }: PanelView): Promise<BatchContext['changes']> {
    const terms = await this.catalogue.forPeriod(framework, period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    return terms.items
      .filter(({ given }) => !given)
      .flatMap((item) =>
        item.scale.ratings.map((rating) => ({ value: `${item.id} ${rating.id}`, text: `${item.label}: ${rating.label}` })),
      );
  }
}

/** Where a decision on many is looked at. */
export function addressOf(recorded: Recorded): string {
  const { panel, batch, position } = recorded as DecidedTogether;
  return `/panels/${panel}/batches/${batch}?atLeast=${String(position)}`;
}

/** What the sitting can still decide on: of its papers, and of what came to the stage later. */
function rowsOf({ papers, alsoWaiting }: PapersView, nameOf: NameOf): readonly Choosable[] {
  const open = papers.filter(({ decision, beingApplied }) => decision === null && beingApplied === null);
  return [
    ...open.map((paper) => ({
      assessment: paper.assessment,
      judgedRevision: paper.revision,
      organisation: paper.organisation,
      organisationName: paper.organisationName,
      isReady: paper.hasQuorum,
      notes: [
        paper.headline ?? 'No headline',
        ...paper.marks.map(({ says }) => says),
        ...[sinceInWords(paper.sincePapers)].flatMap((since) => (since === undefined ? [] : [`${since}.`])),
        ...apartInWords(paper, nameOf),
        ...(paper.hasQuorum ? [] : ['Too few take part']),
      ],
    })),
    ...alsoWaiting.map(({ assessment, organisation, organisationName, revision }) => ({
      ...{ assessment, organisation, organisationName, judgedRevision: revision, isReady: false },
      notes: ['Came to the stage after the papers were opened'],
    })),
  ];
}
