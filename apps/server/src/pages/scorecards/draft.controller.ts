import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayNot, type Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { kindsOfEdition } from '#publication/contract.js';
import { type Draft, type NotReady, ReadDraft, ReadEdition, ReadScorecard } from '#publication/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { periodInWords } from '../words/periods.js';
import { omissionNames, scorecardPath } from '../words/scorecards.js';
import { statusNames } from '../words/stages.js';

/** What the next edition of a scorecard would hold, and whether it balances to the organisations of the period. */
@PageController('scorecards/:scorecard/draft')
export class DraftPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('scorecard-draft.read')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('scorecard') scorecard: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const draft = await readDraft(this.queries, scorecard);
    const known = await this.queries.execute(new ReadScorecard(person, scorecard));
    const waiting = known?.editions.find(({ standing }) => standing === 'under-embargo');
    return this.pages.show(request, reply, 'scorecards/draft.njk', {
      section: 'scorecards',
      title: `${kindsOfEdition[draft.kind].title}, ${periodInWords(draft.period)}: draft of edition ${String(draft.edition)}`,
      draft,
      organisations: draft.entries.length + draft.notReady.length,
      groups: groupsOf(draft.notReady),
      carried: draft.entries.filter(({ organisation }) => draft.carried.includes(organisation)),
      waiting,
      ratingsAre: ratingsAre[kindsOfEdition[draft.kind].takes],
      drawnFrom: draft.drawnFrom && {
        ...draft.drawnFrom,
        href: `${scorecardPath(draft.drawnFrom.scorecard)}/editions/${String(draft.drawnFrom.edition)}`,
        inPlaceOf: await this.#drawnFromBefore(person, draft),
      },
      base: `/scorecards/${scorecard}`,
      mayFreeze: mayNot(person, 'scorecard.freeze') === undefined && draft.entries.length > 0 && waiting === undefined,
    });
  }

  /** The edition of the scorecard that the last summary was drawn from, where this draft is drawn from another. */
  async #drawnFromBefore(person: Person, { scorecard, supersedes, drawnFrom }: Draft): Promise<number | undefined> {
    const last = supersedes === null ? undefined : await this.queries.execute(new ReadEdition(person, scorecard, supersedes));
    const before = last?.drawnFrom?.edition;
    return before === drawnFrom?.edition ? undefined : before;
  }
}

const ratingsAre = { judged: 'final ratings', given: 'given ratings', published: 'published ratings' } as const;

/** The draft, or the page that says why there is none. */
export async function readDraft(queries: QueryBus, scorecard: string): Promise<Draft> {
  const draft = await queries.execute(new ReadDraft(scorecard));
  if (draft === undefined) throw problem('not-found', `${scorecard} names no scorecard.`);
  if (isRefusal(draft)) throw new ProblemError(draft);
  return draft;
}

/** Organisations without final ratings, by why they have none. */
export function groupsOf(notReady: readonly NotReady[]) {
  const reasons = [...new Set(notReady.map(({ reason }) => reason))];
  return reasons.map((reason) => ({
    reason,
    name: omissionNames[reason],
    organisations: notReady
      .filter((one) => one.reason === reason)
      .map((one) => ({ ...one, statusName: one.status === 'not-opened' ? undefined : (statusNames[one.status] ?? one.status) })),
  }));
}
