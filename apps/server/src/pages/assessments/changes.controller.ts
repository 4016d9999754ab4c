import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AssessmentAnswer, ItemView } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { periodInWords } from '../words/periods.js';
import { Cases } from './cases.js';
import { labelsIn } from './steps.js';
import { peopleIn, timelineOf } from './timeline.js';

const twoMoments = z.object({ from: pageMoment.asAt, to: pageMoment.asAt });

/** Two moments of an assessment side by side: only what differs, and what happened between them. */
@PageController('assessments/:id/changes')
export class ChangesPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(PeopleNames) private readonly names: PeopleNames,
  ) {}

  @PageFor('organisation.read')
  @Get()
  async between(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: twoMoments }) query: z.infer<typeof twoMoments>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const [from, to] = await Promise.all([this.moments.of({ asAt: query.from }), this.moments.of({ asAt: query.to })]);
    const [before, after] = await Promise.all([this.cases.at(person, id, from), this.cases.at(person, id, to)]);
    if (after.answer === undefined)
      throw problem('not-found', 'Nothing of this assessment was recorded here at the later moment.');
    const steps = after.steps.filter(
      ({ position }) => position > (from.asAt ?? 0n) && (to.asAt === undefined || position <= to.asAt),
    );
    const known = before.answer;
    const nameOf = await this.names.of(peopleIn(steps, after.answer));
    return this.pages.show(request, reply, 'assessments/changes.njk', {
      section: 'organisations',
      title: 'What changed',
      answer: after.answer,
      about: `${after.answer.organisationName}, ${periodInWords(after.answer.period)}`,
      from: { query: from.query, words: before.steps.findLast(({ position }) => position <= (from.asAt ?? 0n))?.title },
      to: { query: to.query, words: steps.at(-1)?.title },
      differences: known === undefined ? [] : differencesOf(known, after.answer),
      timeline: timelineOf(steps, { answer: after.answer, labels: labelsIn(after.events), nameOf }),
    });
  }
}

interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const ratingOf = (items: readonly ItemView[], id: string): string =>
  items.find(({ item }) => item === id)?.ratingLabel ?? 'Not rated';

function differencesOf(before: AssessmentAnswer, after: AssessmentAnswer): readonly Difference[] {
  const ratings = after.items.map(({ item, label }) => ({
    name: label,
    before: ratingOf(before.items, item),
    after: ratingOf(after.items, item),
  }));
  const open = ({ actions }: AssessmentAnswer): string => String(actions.filter(({ status }) => status === 'open').length);
  const about = [
    { name: 'Stands with', before: before.stage ?? before.status, after: after.stage ?? after.status },
    { name: 'Round', before: String(before.round), after: String(after.round) },
    { name: 'Open actions', before: open(before), after: open(after) },
  ];
  return [...ratings, ...about].filter((one) => one.before !== one.after);
}
