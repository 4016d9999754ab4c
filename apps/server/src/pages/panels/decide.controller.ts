import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { mayNot, type Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import type { PanelView, PapersView } from '#moderation/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { Cases } from '../assessments/cases.js';
import { placeOfAnswer } from '../assessments/tasks.js';
import type { FormContext } from '../forms/assessment-form.js';
import { decisionForm } from '../forms/decision-form.js';
import { DecisionPapers } from '../forms/decision-papers.js';
import { permissionOf } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Staleness } from '../forms/stale.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { sittingName } from '../words/panels.js';
import { periodInWords } from '../words/periods.js';
import { dayOfSitting } from './panel-forms.js';
import { apartInWords, sinceInWords } from './papers-table.js';
import { SITTING_SHOWN_BY, Sittings } from './sittings.js';

const showQuery = z.object({ atLeast: pageMoment.atLeast, done: z.literal('decision').optional() });

/** The decision on one paper of a sitting, with the paper beside it. */
@PageController('panels/:id/papers/:assessment')
export class SittingDecisionPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Sittings) private readonly sittings: Sittings,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(DecisionPapers) private readonly papers: DecisionPapers,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(Staleness) private readonly staleness: Staleness,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('panel.read')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('assessment') assessment: string,
    @Query({ schema: showQuery }) { atLeast, done }: z.infer<typeof showQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of({ atLeast }, SITTING_SHOWN_BY);
    const asked = await this.#asked({ request, reply, person }, id, assessment, done !== undefined);
    // Decided already, or not theirs to decide: the case says all there is.
    if (asked === undefined) return void reply.redirect(`/assessments/${assessment}`, 303);
    return this.flow.begin(asked);
  }

  @FormFor('panel.read')
  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('assessment') assessment: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const asked = await this.#asked({ request, reply, person }, id, assessment);
    if (asked === undefined)
      throw problem(
        'stage-out-of-order',
        'This assessment does not wait for the decision of this sitting. Nothing was recorded.',
      );
    return this.flow.receive(asked, fields);
  }

  async #asked(visit: Visit, id: string, assessment: string, isOnward = false): Promise<AskedForm<FormContext> | undefined> {
    const { person } = visit;
    const [panel, papers, answer] = await Promise.all([
      this.sittings.find(person, id),
      this.sittings.papers(person, id),
      this.cases.now(person, assessment),
    ]);
    const terms = await this.catalogue.forPeriod(answer.framework, answer.period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    const today = this.clock.today();
    const sitting = { id, decidedOn: dayOfSitting(panel, today) };
    const context: FormContext = { answer, terms, today, subject: undefined, sitting };
    const permission = permissionOf(decisionForm, context);
    if (answer.stage !== panel.stage || permission === undefined) return undefined;
    if (mayNot(person, permission, placeOfAnswer(answer)) !== undefined) return undefined;
    const people = papers.papers.flatMap(({ tookNoPart }) => tookNoPart.map((apart) => apart.person));
    const nameOf = await this.names.of([...(panel.attendance?.present ?? []), ...people]);
    return {
      ...{ form: decisionForm, context, visit },
      section: 'panels',
      title: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      about: placeAmong(panel, papers, assessment),
      back: { text: 'Back to the sitting', href: `/panels/${id}` },
      revision: answer.revision,
      shows: async () => ({
        answer,
        papers: await this.papers.of(person, answer, terms),
        isOnward,
        sitting: { name: sittingName(panel), ...onTheTable(panel, papers, assessment, nameOf) },
      }),
      next: ({ position }) => nextAddress(id, papers, assessment, position),
      newSince: (refusal) => this.staleness.newSince(person, assessment, refusal),
    };
  }
}

/** "Regional panel, South, 12 October 2015. Paper 7 of 20. 6 decided." */
function placeAmong(panel: PanelView, { papers }: PapersView, assessment: string): string {
  const place = papers.findIndex((paper) => paper.assessment === assessment);
  const decided = papers.filter(({ decision }) => decision !== null).length;
  const which = place < 0 ? 'Not among the papers' : `Paper ${String(place + 1)} of ${String(papers.length)}`;
  return `${sittingName(panel)}. ${which}. ${String(decided)} decided.`;
}

/** Why the paper is on the table, what came since, and who decides on it. */
function onTheTable(panel: PanelView, { papers }: PapersView, assessment: string, nameOf: NameOf) {
  const paper = papers.find((one) => one.assessment === assessment);
  const present = panel.attendance?.present ?? [];
  const apart = new Set(paper?.tookNoPart.map(({ person }) => person));
  const deciding = present.filter((person) => !apart.has(person));
  const voters = panel.members.length + (panel.chair === null ? 0 : 1);
  const quorum = deciding.length >= panel.quorum ? 'Quorum met' : `Too few take part: the quorum is ${String(panel.quorum)}`;
  const words = [
    `${String(present.length)} of ${String(voters)} present`,
    ...(paper === undefined ? [] : apartInWords(paper, nameOf)),
    quorum,
  ];
  return {
    marks: paper?.marks ?? [],
    since: sinceInWords(paper?.sincePapers ?? null),
    table: `${words.join('. ')}.`,
    deciders: deciding.map(nameOf).join('; '),
  };
}

/** The next paper that is not decided; the sitting when none is left. */
function nextAddress(id: string, { papers }: PapersView, assessment: string, position: bigint): string {
  const place = papers.findIndex((paper) => paper.assessment === assessment);
  const after = [...papers.slice(place + 1), ...papers.slice(0, Math.max(place, 0))];
  const next = after.find(({ decision, beingApplied }) => decision === null && beingApplied === null);
  const query = `?atLeast=${String(position)}&done=decision`;
  return next === undefined ? `/panels/${id}${query}` : `/panels/${id}/papers/${next.assessment}${query}`;
}
