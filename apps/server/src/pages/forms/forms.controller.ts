import { randomUUID } from 'node:crypto';
import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AssessmentOutcome } from '#assessment/commands.js';
import { ReadAssessmentEvents } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { mayNot, type Person } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { statusOf } from '../../edge/problem-statuses.js';
import { Cases } from '../assessments/cases.js';
import { placeOfAnswer } from '../assessments/tasks.js';
import { type FormFields, RESUMED } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { PeopleNames } from '../reading/people-names.js';
import { periodInWords } from '../words/periods.js';
import { DecisionPapers, type ItemPaper } from './decision-papers.js';
import { refusedFaults } from './faults.js';
import type { Form, FormContext } from './form-definition.js';
import { type FormError, FormView } from './form-view.js';
import { forms } from './forms.js';
import { type NewRecord, newSince } from './stale.js';
import { Typed } from './typed.js';

const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** How a form is shown besides what was typed into it. */
interface Showing {
  readonly status?: number;
  readonly faults?: readonly FormError[];
  readonly notice?: string;
  readonly news?: readonly NewRecord[];
  readonly revision?: string;
  readonly key?: string;
  readonly isCheck?: boolean;
}

interface Asked {
  readonly form: Form;
  readonly context: FormContext;
  readonly person: Person;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** The forms about one assessment: GET shows one, POST checks what was typed and dispatches its command. */
@PageController('assessments/:id')
export class FormPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(DecisionPapers) private readonly papers: DecisionPapers,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A form as it begins; `record` says which record, for a form that is about one. */
  @PageFor('assessment.read')
  @Get(':form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Query({ schema: subjectQuery }) { record }: z.infer<typeof subjectQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.#begin({ request, reply, person }, id, path, record);
  }

  @FormFor('assessment.read')
  @Post(':form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const subject = new Typed(fields).text('_record');
    return this.#receive({ request, reply, person }, id, path, subject, fields);
  }

  /** The form that updates one action. */
  @PageFor('assessment.record')
  @Get('actions/:action')
  async showAction(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') action: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.#begin({ request, reply, person }, id, 'actions', action);
  }

  @FormFor('assessment.record')
  @Post('actions/:action')
  async sendAction(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.#receive({ request, reply, person }, id, 'actions', action, fields);
  }

  async #begin(by: Pick<Asked, 'request' | 'reply' | 'person'>, id: string, path: string, subject?: string): Promise<void> {
    const asked = await this.#asked(by, id, path, subject);
    return this.#page(asked, new Typed(asked.form.start?.(asked.context) ?? {}), {});
  }

  async #receive(
    by: Pick<Asked, 'request' | 'reply' | 'person'>,
    id: string,
    path: string,
    subject: string | undefined,
    fields: FormFields,
  ): Promise<void> {
    const asked = await this.#asked(by, id, path, subject);
    const typed = new Typed(fields);
    const notice = whyNotCarriedOut(by.request, typed);
    if (notice !== undefined) return this.#page(asked, typed, { notice, status: by.request.formExpired === true ? 403 : 200 });
    if (typed.text('_more') !== undefined || typed.text('_change') !== undefined) return this.#page(asked, typed, {});
    const attempt = asked.form.attempt(typed, asked.context);
    if ('faults' in attempt) return this.#page(asked, typed, { status: 400, faults: attempt.faults });
    if (asked.form.checkFirst === true && typed.text('_checked') === undefined)
      return this.#page(asked, typed, { isCheck: true });
    const sender = {
      person: asked.person,
      idempotencyKey: keyIn(typed),
      correlationId: by.request.id,
      ...(asked.form.judges === true && { judged: BigInt(revisionIn(typed, asked)) }),
    };
    const outcome = await this.commands.execute<ReturnType<typeof attempt.command>, AssessmentOutcome>(attempt.command(sender));
    if (isRefusal(outcome)) return this.#refused(asked, typed, outcome);
    void by.reply.redirect(`/assessments/${id}?atLeast=${String(outcome.position)}&done=${path}`, 303);
  }

  async #asked(
    by: Pick<Asked, 'request' | 'reply' | 'person'>,
    id: string,
    path: string,
    subject: string | undefined,
  ): Promise<Asked> {
    const answer = await this.cases.now(by.person, id);
    const form = forms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const permission = typeof form.permission === 'string' ? form.permission : form.permission(answer);
    if (permission === undefined)
      throw problem('stage-out-of-order', 'No stage is due here that decides item by item. Nothing was recorded.');
    const forbidden = mayNot(by.person, permission, placeOfAnswer(answer));
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    const terms = await this.catalogue.forPeriod(answer.framework, answer.period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    return { ...by, form, context: { answer, terms, subject, today: this.clock.today() } };
  }

  /** The form again, with everything that was typed and why it was not recorded. */
  async #refused(asked: Asked, typed: Typed, refusal: Refusal): Promise<void> {
    const status = statusOf(refusal.rule);
    if (status === 403 || status === 404) throw new ProblemError(refusal);
    if (refusal.rule === 'idempotency-key-reused')
      return this.#page(asked, typed, {
        status,
        key: randomUUID(),
        notice: 'This form was sent and recorded before, with other content. If you mean to record this as well, send it again.',
      });
    if (refusal.rule !== 'judged-revision-is-stale')
      return this.#page(asked, typed, { status, faults: refusedFaults(refusal, typed) });
    const { answer } = asked.context;
    const events = (await this.queries.execute(new ReadAssessmentEvents(asked.person, answer.id))) ?? [];
    const nameOf = await this.names.of(events.map(({ metadata }) => metadata.actor));
    return this.#page(asked, typed, {
      status,
      news: newSince(refusal, events, nameOf),
      revision: answer.revision,
      faults: [{ field: undefined, text: 'The assessment has changed since you read it. Nothing was recorded.' }],
    });
  }

  async #page(asked: Asked, typed: Typed, showing: Showing): Promise<void> {
    const { form, context, request, reply } = asked;
    const { answer, subject } = context;
    const view = new FormView(typed, showing.faults);
    void reply.status(showing.status ?? 200);
    return this.pages.show(request, reply, form.template, {
      section: 'organisations',
      title: form.path === 'decision' ? `Decide at the ${answer.stage ?? ''} stage` : form.title,
      buttonText: form.button,
      answer,
      about: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      form: view,
      errors: view.errors,
      news: showing.news ?? [],
      notice: showing.notice,
      isCheck: showing.isCheck ?? false,
      checkFirst: form.checkFirst ?? false,
      subject,
      revision: showing.revision ?? revisionIn(typed, asked),
      key: showing.key ?? keyIn(typed) ?? randomUUID(),
      ...form.model?.(typed, context),
      ...(await this.#papersFor(asked)),
    });
  }

  /** What a panel has before it, on the page where it decides. */
  async #papersFor({ form, person, context }: Asked): Promise<{ readonly papers?: readonly ItemPaper[] }> {
    if (form.path !== 'decision') return {};
    return { papers: await this.papers.of(person, context.answer, context.terms) };
  }
}

/** Why a form that came in is shown again instead: its token, or the sign-in it went through. */
function whyNotCarriedOut(request: FastifyRequest, typed: Typed): string | undefined {
  if (typed.text(RESUMED) !== undefined)
    return 'You were signed out while you typed. Nothing was recorded and nothing is lost: check it and send it.';
  return request.formExpired === true
    ? 'This form had been open for too long. Nothing was recorded and nothing is lost: check it and send it again.'
    : undefined;
}

/** The key of this form: sent twice, it is recorded once. */
function keyIn(typed: Typed): string | undefined {
  const key = typed.text('_key');
  return key !== undefined && /^[\w-]{1,80}$/.test(key) ? key : undefined;
}

/** The revision the person had before them. */
function revisionIn(typed: Typed, { context }: Asked): string {
  const revision = typed.text('_revision') ?? '';
  return /^\d{1,18}$/.test(revision) ? revision : context.answer.revision;
}
