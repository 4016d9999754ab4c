import { Body, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ListUnfinished } from '#assessment/queries.js';
import { type HandedIn, newBulkEntryId } from '#bulk-entry/commands.js';
import { ExamineBulkEntry } from '#bulk-entry/queries.js';
import { comparePeriods, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { SignedIn } from '../../edge/command-context.js';
import { frameworkVersionFile } from '../../edge/framework-version-file.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { type VersionApplication, versionApplicationForm } from './version-application.js';

const versionNumber = z.coerce.number().int().positive();

/** Applying a version of a framework to every assessment of a period that is not finished; its progress is that of a bulk entry. */
@PageController('frameworks/:id/versions/:version/application')
export class VersionApplicationPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('assessment.apply-framework-version')
  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id', { schema: code(60) }) framework: string,
    @Param('version', { schema: versionNumber }) version: number,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, framework, version));
  }

  @FormFor('assessment.apply-framework-version')
  @Post()
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id', { schema: code(60) }) framework: string,
    @Param('version', { schema: versionNumber }) version: number,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#asked({ request, reply, person }, framework, version, new Typed(fields)), fields);
  }

  async #asked(visit: Visit, framework: string, version: number, typed?: Typed): Promise<AskedForm<VersionApplication>> {
    const adopted = await this.catalogue.get(framework, version);
    if (adopted === undefined) throw problem('not-found', 'No such framework, or version of it, was adopted here.');
    const file = typed && (await this.#file(visit.person, framework, version, typed));
    const unfinished = await this.queries.execute(new ListUnfinished(visit.person, { framework, version }));
    const periods = unfinished.map(({ period }) => period).sort(comparePeriods);
    const counts = new Map(periods.map((period) => [period, periods.filter((one) => one === period).length]));
    const foreseen = file === undefined ? [] : await this.#foreseen(visit.person, file);
    return {
      form: versionApplicationForm,
      context: { framework, version, periods: counts, file, foreseen },
      visit,
      section: 'frameworks',
      about: `${adopted.pack.title}, version ${String(version)}`,
      back: { text: 'Back to the version', href: `/frameworks/${framework}/versions/${String(version)}` },
      next: ({ position }, by) => `/bulk-entries/${newBulkEntryId(by)}?atLeast=${String(position)}&done=entered`,
    };
  }

  /** What would be entered; undefined while something is still to be typed. */
  async #file(person: Person, framework: string, version: number, typed: Typed): Promise<HandedIn | undefined> {
    const [period, reason] = [typed.text('period'), typed.text('reason')];
    if (period === undefined || reason === undefined) return undefined;
    const key = typed.text('_key');
    const entry = newBulkEntryId({ person, idempotencyKey: key });
    return frameworkVersionFile(this.queries, person, entry, { framework, version, period, reason });
  }

  async #foreseen(person: Person, file: HandedIn): Promise<VersionApplication['foreseen']> {
    const outcome = await this.queries.execute(new ExamineBulkEntry(person, file));
    if (isRefusal(outcome)) throw new ProblemError(outcome);
    return outcome.rows.map(({ cells, verdict }) => ({
      organisation: cells['organisation'] ?? '',
      verdict: verdict.verdict,
      says: verdict.verdict === 'refused' ? verdict.detail : verdict.says,
    }));
  }
}
