import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayNot, type Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { PANEL_STAGES } from '#moderation/contract.js';
import { ListPanels, minutesRows, type PanelSummary, type PanelView, ReadMinutes } from '#moderation/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { outcomeNames, panelName, panelStatuses, sittingName } from '../words/panels.js';
import { paperRows } from './papers-table.js';
import { mayRecord, Sittings, SITTING_SHOWN_BY } from './sittings.js';
import { tasksOf } from './panel-tasks.js';

const blank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const listQuery = z.object({
  stage: blank(z.enum(PANEL_STAGES)),
  period: blank(code()),
  atLeast: pageMoment.atLeast,
});
const sittingQuery = z.object({ ...pageMoment, done: z.string().max(40).optional() });
const momentQuery = z.object(pageMoment);

const DONE: Readonly<Record<string, string>> = {
  convened: 'The panel is convened.',
  members: 'Who sits has changed.',
  interests: 'The interest is recorded.',
  recusals: 'The recusal is recorded.',
  lifting: 'The recusal is lifted.',
  attendance: 'Attendance is recorded.',
  opening: 'The papers are open: they stay as they are, and no submission among them is recalled.',
  closing: 'The sitting is closed.',
  cancellation: 'The sitting is called off.',
  decision: 'The decision is recorded.',
  batch: 'The decisions are recorded and are being applied.',
};

/** The sittings of panels: who sits, what lies before them, and their minutes. */
@PageController('panels')
export class PanelsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Sittings) private readonly sittings: Sittings,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('panel.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of({ atLeast: query.atLeast }, ['panels']);
    const { stage, period } = query;
    const panels = await this.queries.execute(new ListPanels(person, { stage, period }));
    return this.pages.show(request, reply, 'panels/list.njk', {
      section: 'panels',
      title: 'Panels',
      asked: { stage: stage ?? '', period: period ?? '' },
      stages: PANEL_STAGES,
      panels: panels.map(listRow),
      mayConvene: mayNot(person, 'panel.convene') === undefined,
      mayConfirm: person.role === 'committee-secretary',
    });
  }

  /** Who sits, who is recused and why, who is there, and the papers with what became of each. */
  @PageFor('panel.read')
  @Get(':id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: sittingQuery }) query: z.infer<typeof sittingQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, SITTING_SHOWN_BY);
    const [panel, papers] = await Promise.all([this.sittings.find(person, id, moment), this.sittings.papers(person, id, moment)]);
    const nameOf = await this.names.of(
      peopleOf(
        panel,
        papers.papers.flatMap(({ tookNoPart }) => tookNoPart.map(({ person }) => person)),
      ),
    );
    return this.pages.show(request, reply, 'panels/sitting.njk', {
      section: 'panels',
      title: sittingName(panel),
      panel,
      name: panelName(panel),
      status: panelStatuses[panel.status],
      moment,
      path: `/panels/${id}`,
      done: query.done === undefined || !moment.isNow ? undefined : DONE[query.done],
      ...tableOf(panel, nameOf),
      papers,
      rows: paperRows(id, papers.papers, nameOf),
      decided: papers.papers.filter(({ decision }) => decision !== null).length,
      tasks: moment.isNow ? tasksOf(person, panel) : [],
      mayDecide: moment.isNow && panel.status === 'open' && mayRecord(person, panel),
    });
  }

  /** What the sitting came to, in the form of minutes: it prints. */
  @PageFor('panel.read')
  @Get(':id/minutes')
  async minutes(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, SITTING_SHOWN_BY);
    const { minutes, nameOf } = await this.#minutes(person, id, moment.asAt);
    const { panel, decisions } = minutes;
    return this.pages.show(request, reply, 'panels/minutes.njk', {
      section: 'panels',
      title: `Minutes, ${sittingName(panel)}`,
      ...minutes,
      name: panelName(panel),
      status: panelStatuses[panel.status],
      moment,
      path: `/panels/${id}/minutes`,
      ...tableOf(panel, nameOf),
      decisions: decisions.map((one) => ({
        ...one,
        outcomeName: outcomeNames[one.outcome],
        decidedByNames: one.decidedBy.map(nameOf),
        tookNoPartNames: one.tookNoPart.map(({ person: apart }) => nameOf(apart)),
        changes: one.items.filter(({ decision }) => decision === 'changed' || decision === 'returned'),
        kept: one.items.filter(({ decision }) => decision === 'upheld' || decision === 'confirmed'),
      })),
    });
  }

  @PageFor('panel.read')
  @Get(':id/minutes.csv')
  async file(
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, SITTING_SHOWN_BY);
    const { minutes, nameOf } = await this.#minutes(person, id, moment.asAt);
    sendCsv(reply, `minutes-${id}`, minutesRows(minutes, nameOf));
  }

  async #minutes(person: Person, id: string, position: bigint | undefined) {
    const minutes = await this.queries.execute(new ReadMinutes(person, id, { position }));
    if (minutes === undefined) throw problem('not-found', `There is no sitting ${id}, or it is not yours to see.`);
    const others = minutes.decisions.flatMap((one) => [
      ...one.decidedBy,
      ...one.tookNoPart.map(({ person: apart }) => apart),
      one.recordedBy,
    ]);
    return { minutes, nameOf: await this.names.of(peopleOf(minutes.panel, others)) };
  }
}

const listRow = (panel: PanelSummary) => ({
  ...panel,
  name: panelName(panel),
  tag: panelStatuses[panel.status],
  papersInWords: panel.papers === null ? (panel.status === 'convened' ? 'Not open yet' : 'None') : String(panel.papers),
});

const peopleOf = (panel: PanelView, others: readonly string[]): readonly string[] => [
  ...[panel.chair, panel.secretary].filter((id) => id !== null),
  ...panel.members,
  ...(panel.attendance?.present ?? []),
  ...(panel.attendance?.apologies ?? []),
  ...panel.interests.map(({ person }) => person),
  ...panel.recusals.map(({ person }) => person),
  ...others,
];

/** Who sits at the table, by name. */
function tableOf({ chair, secretary, members, attendance, interests, recusals, quorum }: PanelView, nameOf: NameOf) {
  const name = (id: string | null): string => (id === null ? 'Nobody' : nameOf(id));
  return {
    people: {
      chair: name(chair),
      secretary: name(secretary),
      members: members.map(nameOf),
      present: attendance?.present.map(nameOf),
      apologies: attendance?.apologies.map(nameOf) ?? [],
      voters: members.length + (chair === null ? 0 : 1),
      quorum,
    },
    interests: interests.map((one) => ({ ...one, name: nameOf(one.person) })),
    recusals: recusals.map((one) => ({ ...one, name: nameOf(one.person) })),
  };
}
