import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import { statusOf } from '../../edge/problem-statuses.js';
import { type FormFields, RESUMED } from '../frame/form-fields.js';
import { Pages, type Section } from '../frame/pages.js';
import { refusedFaults } from './faults.js';
import type { Form, FormSender } from './form-definition.js';
import { type FormError, FormView } from './form-view.js';
import { Typed } from './typed.js';

/** Somebody at a page. */
export interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Person;
}

/** Something that was recorded while somebody had a form open. */
export interface NewRecord {
  readonly title: string;
  readonly by: string;
  readonly detail: string | undefined;
}

/** A form that somebody asked for and may use, with what it is about. */
export interface AskedForm<Context> {
  readonly form: Form<Context>;
  readonly context: Context;
  readonly visit: Visit;
  readonly section: Section;
  /** Where it says more than the form's own. */
  readonly title?: string;
  /** Above the title: whose record it is. */
  readonly about: string;
  readonly back: { readonly text: string; readonly href: string };
  /** Of a form about one part of a record, an action for one: its id, sent with the form. */
  readonly subject?: string | undefined;
  /** The last revision of the record, for forms that judge. */
  readonly revision?: string;
  /** What the template shows of the record itself, whatever was typed. */
  shows?(): Promise<Readonly<Record<string, unknown>>>;
  /** The address it leads to once it is recorded. */
  next(recorded: Recorded, by: FormSender): string | Promise<string>;
  /** What was recorded since it was read, where it was refused as stale. */
  newSince?(refusal: Refusal): Promise<readonly NewRecord[]>;
}

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

/**
 * The way of every form: shown, checked, shown once more where it judges, carried out. Whatever stands in the way, an error, a
 * stale revision, a sign-out, a form open for too long: it is shown again with everything that was typed.
 */
@Injectable()
export class FormFlow {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CommandBus) private readonly commands: CommandBus,
  ) {}

  /** The form as it begins. */
  async begin<Context>(asked: AskedForm<Context>): Promise<void> {
    return this.#page(asked, new Typed(asked.form.start?.(asked.context) ?? {}), {});
  }

  /** A form that came in: checked and carried out, or shown again. */
  async receive<Context>(asked: AskedForm<Context>, fields: FormFields): Promise<void> {
    const { form, context, visit } = asked;
    const typed = new Typed(fields);
    const notice = whyNotCarriedOut(visit.request, typed);
    if (notice !== undefined) return this.#page(asked, typed, { notice, status: visit.request.formExpired === true ? 403 : 200 });
    if (asksForMore(typed)) return this.#page(asked, typed, {});
    const open = saidOnCheck(typed) ? (form.leftOpen?.(typed, context) ?? []) : [];
    if (open.length > 0) return this.#page(asked, typed, { status: 400, faults: open, isCheck: true });
    const attempt = form.attempt(typed, context);
    if ('faults' in attempt) return this.#page(asked, typed, { status: 400, faults: attempt.faults });
    if (form.checkFirst === true && !saidOnCheck(typed)) return this.#page(asked, typed, { isCheck: true });
    const sender = senderOf(asked, typed);
    const outcome = await this.commands.execute<ICommand, Recorded | Refusal>(attempt.command(sender));
    if (isRefusal(outcome)) return this.#refused(asked, typed, outcome);
    void visit.reply.redirect(await asked.next(outcome, sender), 303);
  }

  /** The form again, with everything that was typed and why it was not recorded. */
  async #refused<Context>(asked: AskedForm<Context>, typed: Typed, refusal: Refusal): Promise<void> {
    const status = statusOf(refusal.rule);
    if (refusal.rule === 'idempotency-key-reused')
      return this.#page(asked, typed, {
        status,
        key: randomUUID(),
        notice: 'This form was sent and recorded before, with other content. If you mean to record this as well, send it again.',
      });
    if (refusal.rule !== 'judged-revision-is-stale')
      return this.#page(asked, typed, { status, faults: refusedFaults(refusal, typed) });
    return this.#page(asked, typed, {
      status,
      news: (await asked.newSince?.(refusal)) ?? [],
      ...(asked.revision !== undefined && { revision: asked.revision }),
      faults: [{ field: undefined, text: 'The record has changed since you read it. Nothing was recorded.' }],
    });
  }

  async #page<Context>(asked: AskedForm<Context>, typed: Typed, showing: Showing): Promise<void> {
    const { form, context, visit } = asked;
    const view = new FormView(typed, showing.faults);
    void visit.reply.status(showing.status ?? 200);
    return this.pages.show(visit.request, visit.reply, form.template, {
      section: asked.section,
      title: asked.title ?? form.title,
      buttonText: form.button,
      about: asked.about,
      back: asked.back,
      form: view,
      errors: view.errors,
      news: showing.news ?? [],
      notice: showing.notice,
      isCheck: showing.isCheck ?? false,
      checkFirst: form.checkFirst ?? false,
      subject: asked.subject,
      revision: showing.revision ?? revisionIn(typed, asked),
      key: showing.key ?? keyIn(typed) ?? randomUUID(),
      ...(await asked.shows?.()),
      ...form.model?.(typed, context),
    });
  }
}

/** Whether the form is to be shown again as it is: with more rows, or to change an answer. */
const asksForMore = (typed: Typed): boolean => typed.text('_more') !== undefined || typed.text('_change') !== undefined;

/** Whether what was answered has been looked at once more. */
const saidOnCheck = (typed: Typed): boolean => typed.text('_checked') !== undefined;

/** Why a form that came in is shown again instead: its token, or the sign-in it went through. */
function whyNotCarriedOut(request: FastifyRequest, typed: Typed): string | undefined {
  if (typed.text(RESUMED) !== undefined)
    return 'You were signed out while you typed. Nothing was recorded and nothing is lost: check it and send it.';
  return request.formExpired === true
    ? 'This form had been open for too long. Nothing was recorded and nothing is lost: check it and send it again.'
    : undefined;
}

/** Who sends it, and what they had before them where it judges. */
const senderOf = <Context>(asked: AskedForm<Context>, typed: Typed): FormSender => ({
  person: asked.visit.person,
  idempotencyKey: keyIn(typed),
  correlationId: asked.visit.request.id,
  ...(asked.form.judges === true && { judged: BigInt(revisionIn(typed, asked)) }),
});

/** The key of this form: sent twice, it is recorded once. */
function keyIn(typed: Typed): string | undefined {
  const key = typed.text('_key');
  return key !== undefined && /^[\w-]{1,80}$/.test(key) ? key : undefined;
}

/** The revision the person had before them. */
function revisionIn<Context>(typed: Typed, { revision = '0' }: AskedForm<Context>): string {
  const seen = typed.text('_revision') ?? '';
  return /^\d{1,18}$/.test(seen) ? seen : revision;
}
