import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AssessmentAnswer, ReadWhatIf, type WhatIfAnswer } from '#assessment/queries.js';
import { cadenceOf, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack, ruleVersionsFor } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { periodInWords } from '../words/periods.js';
import { Cases } from './cases.js';

const momentQuery = z.object(pageMoment);

/** What the ratings on record would give under the other versions of a rule. Worked out for the page, and nobody's rating. */
@PageController('assessments/:id/what-if')
export class WhatIfPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('organisation.read')
  @Get()
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query);
    const answer = await this.cases.standing(person, id, moment);
    if (answer.sight !== 'whole') throw problem('not-found', `There is no such page of ${id}, or it is not yours to see.`);
    const framework = await this.catalogue.get(answer.framework);
    if (framework === undefined) throw problem('not-found', 'The framework of this assessment is not in the catalogue.');
    const { pack } = framework;
    const versions = ruleVersionsFor(pack, answer.period);
    const asked = { position: moment.asAt, effectiveOn: moment.effectiveOn };
    const answers = await Promise.all(
      versions.map((version) => this.queries.execute(new ReadWhatIf(person, id, version.id, asked))),
    );
    return this.pages.show(request, reply, 'assessments/what-if.njk', {
      section: 'organisations',
      title: 'What other rules would have given',
      answer,
      moment,
      path: `/assessments/${id}/what-if`,
      about: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      versions: answers.flatMap((one) => (one === undefined || isRefusal(one) ? [] : [versionOf(answer, one, pack)])),
    });
  }
}

/** One version of a rule: what is on record beside what it would have given, and why. */
function versionOf({ items, period }: AssessmentAnswer, { ruleVersion, computed, recorded }: WhatIfAnswer, pack: Pack) {
  const nameOf = (id: string): string => items.find(({ item }) => item === id)?.label ?? id;
  return {
    ...ruleVersion,
    item: nameOf(ruleVersion.item),
    rows: computed.map(({ item, outcome }) => ({
      name: nameOf(item),
      recorded: items.find((one) => one.item === item)?.ratingLabel ?? undefined,
      differs: outcome.kind === 'computed' && outcome.rating !== recorded[item],
      ...inWords(outcome, { nameOf, labelOf: (rating) => labelIn(pack, { item, period, rating }) }),
    })),
  };
}

type Outcome = WhatIfAnswer['computed'][number]['outcome'];

interface Names {
  readonly nameOf: (item: string) => string;
  readonly labelOf: (rating: string) => string;
}

function inWords(outcome: Outcome, { nameOf, labelOf }: Names): { readonly would: string; readonly why: string } {
  switch (outcome.kind) {
    case 'computed':
      return { would: labelOf(outcome.rating), why: outcome.explanation };
    case 'judgement':
      return { would: 'No rating', why: 'This version leaves it to judgement: people decide, and nothing is worked out.' };
    case 'incomplete':
      return { would: 'Cannot be worked out', why: `Not rated: ${outcome.missing.map(nameOf).join(', ')}.` };
  }
}

function labelIn(
  pack: Pack,
  { item, period, rating }: { readonly item: string; readonly period: string; readonly rating: string },
): string {
  const scale = pack.items.find(({ id }) => id === item)?.scale?.[cadenceOf(period)];
  const ratings = pack.scales.find(({ id }) => id === scale)?.ratings ?? [];
  return ratings.find(({ id }) => id === rating)?.label ?? rating;
}
