import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AssessmentAnswer } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type FrameworkForPeriod } from '#frameworks/contract.js';
import { mayNot, type Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { ReadPanel } from '#moderation/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { Cases } from '../assessments/cases.js';
import { placeOfAnswer } from '../assessments/tasks.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { sittingName } from '../words/panels.js';
import { periodInWords } from '../words/periods.js';
import type { FormContext } from './assessment-form.js';
import { DecisionPapers } from './decision-papers.js';
import { permissionOf } from './form-definition.js';
import { NewerVersions } from './newer-versions.js';
import { type AskedForm, FormFlow, type Visit } from './form-flow.js';
import { forms } from './forms.js';
import { Staleness } from './stale.js';
import { Typed } from './typed.js';

const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** The forms about one assessment: GET shows one, POST checks what was typed and dispatches its command. */
@PageController('assessments/:id')
export class FormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(Staleness) private readonly staleness: Staleness,
    @Inject(DecisionPapers) private readonly papers: DecisionPapers,
    @Inject(NewerVersions) private readonly versions: NewerVersions,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A form as it begins; `record` says which record, for a form that is about one. Each asks for its own permission. */
  @PageFor('organisation.read')
  @Get(':form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Query({ schema: subjectQuery }) { record }: z.infer<typeof subjectQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, id, path, record));
  }

  @FormFor('organisation.read')
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
    return this.flow.receive(await this.#asked({ request, reply, person }, id, path, subject), fields);
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
    return this.flow.begin(await this.#asked({ request, reply, person }, id, 'actions', action));
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
    return this.flow.receive(await this.#asked({ request, reply, person }, id, 'actions', action), fields);
  }

  async #asked(visit: Visit, id: string, path: string, subject: string | undefined): Promise<AskedForm<FormContext>> {
    const { person } = visit;
    const answer = await this.cases.now(person, id);
    const form = forms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const terms = await this.catalogue.forPeriod(answer.framework, answer.period);
    if (isRefusal(terms)) throw new ProblemError(terms);
    const context = { answer, terms, subject, today: this.clock.today() };
    const permission = permissionOf(form, context);
    if (permission === undefined)
      throw problem('stage-out-of-order', 'No stage is due here that decides item by item. Nothing was recorded.');
    const forbidden = mayNot(person, permission, placeOfAnswer(answer));
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form, context, visit, subject },
      section: 'organisations',
      title: path === 'decision' ? `Decide at the ${answer.stage ?? ''} stage` : form.title,
      about: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      back: { text: 'Back to the assessment', href: `/assessments/${id}` },
      revision: answer.revision,
      shows: async () => ({ answer, ...(await this.#besides(path, person, context)) }),
      next: async ({ position }) => {
        const at = `atLeast=${String(position)}`;
        const isSeen = await this.cases.isSeen(person, id);
        return isSeen ? `/assessments/${id}?${at}&done=${path}` : `/work?${at}&done=returned`;
      },
      newSince: (refusal) => this.staleness.newSince(person, id, refusal),
    };
  }

  /** What the page of a form shows that is not in the assessment itself. */
  async #besides(path: string, person: Person, { answer, terms, today }: FormContext): Promise<object> {
    switch (path) {
      case 'decision':
        return this.#toDecide(person, answer, terms);
      case 'framework-version':
        return { versions: await this.versions.of(person, answer) };
      case 'transfer': {
        const { items } = await this.organisations.list({ kind: 'local-office', effectiveOn: today, limit: 500 });
        const all = items.length > 0 ? items : (await this.organisations.list({ kind: 'local-office', limit: 500 })).items;
        return { offices: all.filter(({ code }) => code !== answer.office.code) };
      }
      default:
        return {};
    }
  }

  /** What a panel has before it, and where it sits just now, on the page where a stage decides. */
  async #toDecide(person: Person, answer: AssessmentAnswer, terms: FrameworkForPeriod) {
    const id = answer.beforePanel?.papersOpenedBy ?? null;
    const panel = id === null ? undefined : await this.queries.execute(new ReadPanel(person, id));
    return {
      papers: await this.papers.of(person, answer, terms),
      openSitting: panel && { name: sittingName(panel), href: `/panels/${panel.id}/papers/${answer.id}` },
    };
  }
}
