import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AssessmentSummary, ListAssessments } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { mayNotRecord } from '#moderation/contract.js';
import { ForeseeConfirmations } from '#moderation/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { periodInWords } from '../words/periods.js';
import { addressOf } from './batch.controller.js';
import { confirmationsForm, confirmationsIn } from './batch-forms.js';
import type { Choosable } from './chosen.js';
import { LookBefore } from './look-before.js';

/** Of which framework and period; what waits is told apart by these where neither is named. */
const scopeQuery = z.object({ framework: code().optional(), period: code().optional() });
type ScopeQuery = z.infer<typeof scopeQuery>;
type ConfirmationsAsked = AskedForm<Parameters<typeof confirmationsIn>[1]>;

/** What waits for the committee, and its decision on many of a period at once. */
@PageController('confirmations')
export class ConfirmationsPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(LookBefore) private readonly lookBefore: LookBefore,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('panel.decide')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: scopeQuery }) scope: ScopeQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    theirs(person);
    if (scope.framework !== undefined && scope.period !== undefined)
      return this.flow.begin(await this.#asked({ request, reply, person }, scope, {}));
    return this.pages.show(request, reply, 'panels/confirmations.njk', {
      section: 'panels',
      title: 'What waits for the committee',
      waiting: byPeriod(await this.#waiting(person, scope)),
    });
  }

  @FormFor('panel.decide')
  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: scopeQuery }) scope: ScopeQuery,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    theirs(person);
    return this.flow.receive(await this.#asked({ request, reply, person }, scope, fields), fields);
  }

  async #asked(visit: Visit, { framework = '', period = '' }: ScopeQuery, fields: FormFields): Promise<ConfirmationsAsked> {
    const { person } = visit;
    const terms = await this.catalogue.forPeriod(framework, period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    const waiting = await this.#waiting(person, { framework, period });
    const started = { rows: waiting.map(rowOf(terms)), day: this.clock.today(), looked: undefined };
    return {
      ...{ form: confirmationsForm, visit },
      context: { ...started, looked: await this.#looked(person, started, new Typed(fields)) },
      section: 'panels',
      about: `${terms.framework.title}, ${periodInWords(period)}`,
      back: { text: 'Back to what waits', href: '/confirmations' },
      next: addressOf,
    };
  }

  async #looked(person: Person, context: ConfirmationsAsked['context'], typed: Typed) {
    const request = confirmationsIn(typed, context);
    const foreseen = request && (await this.queries.execute(new ForeseeConfirmations(person, request)));
    return foreseen === undefined || isRefusal(foreseen) ? undefined : this.lookBefore.of(person, foreseen);
  }

  /** What every stage before has judged, by organisation. */
  async #waiting(person: Person, scope: ScopeQuery): Promise<readonly AssessmentSummary[]> {
    const waiting: AssessmentSummary[] = [];
    let after: string | undefined;
    do {
      const question = { ...scope, status: 'moderated', includeExamples: true, limit: 500, after } as const;
      const page = await this.queries.execute(new ListAssessments(person, question));
      waiting.push(...page.items.filter(({ stageDue }) => stageDue === 'confirmation'));
      after = page.next ?? undefined;
    } while (after !== undefined);
    return waiting;
  }
}

/** The committee's sittings are its secretary's. */
function theirs(person: Person): void {
  const forbidden = mayNotRecord(person, 'panel.decide', { stage: 'confirmation', area: 'england' });
  if (forbidden !== undefined) throw problem(forbidden.rule, forbidden.detail);
}

interface WaitingPeriod {
  readonly framework: string;
  readonly title: string;
  readonly period: string;
  readonly count: number;
}

/** How many wait of each framework and period. */
function byPeriod(waiting: readonly AssessmentSummary[]): readonly WaitingPeriod[] {
  const counts = new Map<string, WaitingPeriod>();
  for (const { framework, frameworkTitle, period } of waiting) {
    const key = `${framework} ${period}`;
    counts.set(key, { framework, title: frameworkTitle, period, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.period.localeCompare(one.period));
}

const rowOf =
  ({ items }: Terms) =>
  ({ id, organisation, organisationName, revision, headline }: AssessmentSummary): Choosable => {
    const ratings = items.flatMap(({ scale }) => scale.ratings);
    const result = headline?.result ?? headline?.computed ?? undefined;
    const label = ratings.find((rating) => rating.id === result)?.label;
    return {
      ...{ assessment: id, judgedRevision: revision, organisation, organisationName, isReady: true },
      notes: [label ?? 'No headline'],
    };
  };
type Terms = Exclude<Awaited<ReturnType<FrameworkCatalogue['forPeriod']>>, { readonly refused: true }>;
