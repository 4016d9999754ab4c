import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Person, roleMay } from '#identity/contract.js';
import { type AllWork, ReadWork, workAnsweredBy, type WorkItem, workRows } from '#work-list/queries.js';
import { Outbox } from '#notifications/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCalendar } from '../../edge/calendar.js';
import { sendCsv } from '../../edge/csv.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { PageSettings } from '../frame/page-settings.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { dayInWords } from '../words/dates.js';
import { duties, roleNames } from '../words/roles.js';

const workQuery = z.object({ atLeast: pageMoment.atLeast, done: z.string().max(40).optional() });
type WorkQuery = z.infer<typeof workQuery>;

/** After something was done to an assessment that is not theirs to see any more. */
const SENT_BACK =
  'What you decided is on the record. The assessment is with its assessor, and comes back once it was judged again.';

/** What the day of a piece of work says. */
const dayNotes: Readonly<Record<WorkItem['dayIs'], string>> = {
  since: 'waiting since',
  due: 'due',
  until: 'last day',
  on: 'the day',
};

/** What waits for the person signed in. */
@PageController()
export class WorkPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(PageSettings) private readonly settings: PageSettings,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('work-list.read')
  @Get('work')
  async work(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: workQuery }) query: WorkQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { byDate } = await this.#work(query, person);
    return this.pages.show(request, reply, 'work/work.njk', {
      section: 'work',
      title: 'Your work',
      done: query.done === 'returned' ? SENT_BACK : undefined,
      role: roleNames[person.role],
      duty: duties[person.role],
      unread: await this.outbox.unreadOf(person.id),
      operates: roleMay(person, 'projection.operate'),
      mayEnterInBulk: roleMay(person, 'bulk-entry.read'),
      analyses: roleMay(person, 'moderation-analysis.read'),
      work: byDate.map((item) => ({ ...item, dayNote: dayNotes[item.dayIs], notes: item.notes.map(daysInWords) })),
    });
  }

  /** The list as a file. */
  @PageFor('work-list.read')
  @Get('work.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: workQuery }) query: WorkQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    sendCsv(reply, 'work-list', workRows((await this.#work(query, person)).byDate));
  }

  /** The days to come and those missed, for a diary; what only waits has no day of its own. */
  @PageFor('work-list.read')
  @Get('work.ics')
  async calendar(
    @Res() reply: FastifyReply,
    @Query({ schema: workQuery }) query: WorkQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { byDate } = await this.#work(query, person);
    sendCalendar(reply, 'work', daysOf(byDate, this.settings.publicUrl));
  }

  async #work(query: WorkQuery, person: Person): Promise<AllWork> {
    await this.moments.of(query, workAnsweredBy);
    return this.queries.execute(new ReadWork(person));
  }
}

const daysOf = (items: readonly WorkItem[], publicUrl: string) =>
  items.flatMap(({ kind, day, dayIs, toDo, about, page }) => {
    if (day === null || dayIs === 'since' || page === null) return [];
    return [{ id: `${kind}${page}@checkpoint-assurance`, day, title: `${toDo}: ${about}`, url: `${publicUrl}${page}` }];
  });

/** A note with its day as people write it. */
const daysInWords = (note: string): string => note.replace(/\d{4}-\d{2}-\d{2}/, dayInWords);
