import { randomUUID } from 'node:crypto';
import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openAssessmentRequest } from '#api-contract/assessment-requests.js';
import { assessmentIdOf, type AssessmentOutcome, OpenAssessment } from '#assessment/commands.js';
import { ListAssessments } from '#assessment/queries.js';
import {
  coversPeriod,
  financialYear,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  periodsOfYear,
} from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { statusOf } from '../../edge/problem-statuses.js';
import { faultsOf, refusedFaults } from '../forms/faults.js';
import { type FormError, FormView } from '../forms/form-view.js';
import { Typed } from '../forms/typed.js';
import { type FormFields, RESUMED } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';

const about = z.object({ organisation: code(), framework: code(), year: financialYear });
type About = z.infer<typeof about>;
const words = { period: 'the period', organisation: 'the organisation', framework: 'the framework' };

/** Opening an assessment: which period of an organisation's year. */
@PageController('assessments/new')
export class OpenPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('assessment.open')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: about }) asked: About,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.#page({ request, reply, person }, asked, new Typed({}), []);
  }

  @FormFor('assessment.open')
  @Post()
  async open(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: about }) asked: About,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const typed = new Typed(fields);
    if (request.formExpired === true || typed.text(RESUMED) !== undefined)
      return this.#page({ request, reply, person }, asked, typed, []);
    const { organisation, framework } = asked;
    const checked = openAssessmentRequest.safeParse({ organisation, framework, period: typed.text('period') });
    if (!checked.success) {
      void reply.status(400);
      return this.#page({ request, reply, person }, asked, typed, faultsOf(checked.error, typed, words));
    }
    const by = { person, idempotencyKey: typed.text('_key'), correlationId: request.id };
    const outcome = await this.commands.execute<OpenAssessment, AssessmentOutcome>(new OpenAssessment(by, checked.data));
    if (isRefusal(outcome)) {
      void reply.status(statusOf(outcome.rule));
      return this.#page({ request, reply, person }, asked, typed, refusedFaults(outcome, typed));
    }
    const path = `/assessments/${assessmentIdOf(checked.data)}`;
    void reply.redirect(`${path}?atLeast=${String(outcome.position)}&done=opened`, 303);
  }

  async #page(
    { request, reply, person }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly person: Person },
    { organisation, framework, year }: About,
    typed: Typed,
    faults: readonly FormError[],
  ): Promise<void> {
    const [found, adopted, known] = await Promise.all([
      this.directory.find(organisation),
      this.catalogue.get(framework),
      this.queries.execute(new ListAssessments(person, { organisation, framework, year, limit: 10 })),
    ]);
    if (found === undefined || adopted === undefined) throw problem('not-found', 'There is no such organisation or framework.');
    const opened = new Set(known.items.map(({ period }) => period));
    const view = new FormView(typed, faults);
    return this.pages.show(request, reply, 'assessments/open.njk', {
      section: 'organisations',
      title: 'Open an assessment',
      organisation: found,
      framework: adopted.pack.title,
      frameworkId: framework,
      year,
      form: view,
      errors: view.errors,
      key: typed.text('_key') ?? randomUUID(),
      choices: periodsOfYear(year)
        .filter((period) => coversPeriod(adopted.pack, period))
        .map((period) => ({ period, isOpened: opened.has(period) })),
    });
  }
}
