import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Person, roleMay } from '#identity/contract.js';
import { type ActionOnList, answeredBy, ReadWorkList, type SharingOnList, type WaitingAssessment } from '#assessment/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { type KnownSelfAssessment, ListSelfAssessments } from '#self-assessment/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { duties, roleNames } from '../words/roles.js';

const workQuery = z.object({ atLeast: pageMoment.atLeast, done: z.string().max(40).optional() });

/** After something was done to an assessment that is not theirs to see any more. */
const SENT_BACK =
  'What you decided is on the record. The assessment is with its assessor, and comes back once it was judged again.';

/** What waits for the person signed in. */
@PageController('work')
export class WorkPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('work-list.read')
  @Get()
  async work(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: workQuery }) query: z.infer<typeof workQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of(query, [...answeredBy.workList, 'self-assessments']);
    const [{ waiting, actions, sharings }, selfAssessments] = await Promise.all([
      this.queries.execute(new ReadWorkList(person)),
      this.queries.execute(new ListSelfAssessments(person)),
    ]);
    const today = this.clock.today();
    return this.pages.show(request, reply, 'work/work.njk', {
      section: 'work',
      title: 'Your work',
      done: query.done === 'returned' ? SENT_BACK : undefined,
      role: roleNames[person.role],
      duty: duties[person.role],
      mayEnterInBulk: roleMay(person, 'bulk-entry.read'),
      analyses: roleMay(person, 'moderation-analysis.read'),
      waiting: waiting.map(waitingRow),
      isOrganisation: person.role === 'organisation',
      sharings: sharings.map((sharing) => sharingRow(sharing, person, today)),
      selfAssessments: selfAssessments.flatMap((one) => selfAssessmentRow(person, one)),
      actions: actions.map((action) => ({ ...action, isOverdue: action.due < today, href: actionPath(action) })),
    });
  }
}

/** What the organisation or the office has to do about a sharing, and where. */
function sharingRow(sharing: SharingOnList, { role }: Person, today: string) {
  const path = `/assessments/${sharing.assessment}`;
  if (role === 'organisation') return { ...sharing, words: 'Comment', href: `${path}/comment?record=${sharing.sharing}` };
  const { unanswered, opensOn } = sharing;
  const words = unanswered === 1 ? 'Answer one comment' : `Answer ${String(unanswered)} comments`;
  if (unanswered > 0) return { ...sharing, words, href: `${path}#sharings` };
  return { ...sharing, words: today < opensOn ? 'Not shown yet' : 'Wait for comments', href: undefined };
}

const actionPath = ({ assessment, action }: ActionOnList): string => `/assessments/${assessment}/actions/${action}`;

/** What waits in a self-assessment for the side the person is on; nothing for anybody else. */
function selfAssessmentRow(person: Person, one: KnownSelfAssessment) {
  const isOwn = roleMay(person, 'self-assessment.fill') && one.status === 'in-preparation';
  const isToReview = roleMay(person, 'self-assessment.review') && one.status === 'in-review';
  if (!isOwn && !isToReview) return [];
  const own = one.returnedOn === null ? 'Score your organisation' : 'Answer what was returned';
  return [{ ...one, words: isOwn ? own : 'Review the scores', since: one.returnedOn ?? one.submittedOn ?? one.startedOn }];
}

/** The page on which the waiting task is done, and the task in words. */
const tasks: Readonly<Record<WaitingAssessment['task'], readonly [words: string, path: string]>> = {
  'hold-checkpoint': ['Hold and log the checkpoint meeting', '/checkpoint-meeting'],
  rate: ['Rate', '/ratings'],
  submit: ['Submit for moderation', '/submission'],
  judge: ['Decide', '/decision'],
  confirm: ["Record the committee's decision", '/confirmation'],
};

function waitingRow(waiting: WaitingAssessment) {
  const [words, path] = tasks[waiting.task];
  return { ...waiting, words, href: `/assessments/${waiting.assessment}${path}` };
}
