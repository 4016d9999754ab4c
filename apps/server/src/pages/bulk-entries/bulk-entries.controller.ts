import { randomUUID } from 'node:crypto';
import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AcceptBulkEntry, newBulkEntryId } from '#bulk-entry/commands.js';
import {
  type BulkTemplate,
  type DryRun,
  ExamineBulkEntry,
  type KeptFile,
  KeptFiles,
  ListBulkEntries,
  ListBulkTemplates,
  ReadBulkEntry,
  ReadBulkEntryRows,
} from '#bulk-entry/queries.js';
import type { Person } from '#identity/contract.js';
import { roleMay } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { templateRows } from '../../edge/bulk-template.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { statusOf } from '../../edge/problem-statuses.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { enteredFile, shownEntry, verdictFile, verdictRow } from './bulk-words.js';

const waiting = z.object({ atLeast: pageMoment.atLeast, done: z.string().max(20).optional() });
type Waiting = z.infer<typeof waiting>;

/** How many rows a page shows: all of them are in the file beside it. */
const SHOWN = 200;

interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Person;
}

/** Entering many rows at once: a template, a dry run with every row's verdict, one batch, and its progress. */
@PageController('bulk-entries')
export class BulkEntriesPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(KeptFiles) private readonly files: KeptFiles,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** What can be entered, and what was. */
  @PageFor('bulk-entry.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: waiting }) query: Waiting,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of(query, ['bulk-entries']);
    const [entries, templates] = await Promise.all([
      this.queries.execute(new ListBulkEntries(person)),
      roleMay(person, 'bulk-entry.enter') ? this.queries.execute(new ListBulkTemplates(person)) : [],
    ]);
    const nameOf = await this.names.of(entries.map(({ actor }) => actor));
    const titles = await this.#titles();
    return this.pages.show(request, reply, 'bulk-entries/list.njk', {
      section: 'none',
      title: 'Bulk entry',
      templates,
      entries: entries.map((entry) => ({ ...shownEntry(entry, titles), by: nameOf(entry.actor) })),
    });
  }

  /** A template: the page that explains it and takes the file, or, with `.csv`, the template itself. */
  @PageFor('bulk-entry.enter')
  @Get('templates/:kind')
  async template(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('kind') asked: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const template = await this.#template(person, asked.replace(/\.csv$/, ''));
    if (asked.endsWith('.csv')) return sendCsv(reply, template.kind, templateRows(template));
    return this.#askFor({ request, reply, person }, template);
  }

  /** A file comes in: kept for a day for who sent it, and examined on a page of its own. */
  @FormFor('bulk-entry.enter')
  @Post('templates/:kind')
  async takeFile(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('kind') kind: string,
    @Body() { file, 'file-name': name }: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const visit = { request, reply, person };
    const template = await this.#template(person, kind);
    if (request.formExpired === true)
      return this.#askFor(visit, template, { status: 403, text: 'This form had been open for too long. Choose the file again' });
    if (typeof file !== 'string' || file.trim() === '')
      return this.#askFor(visit, template, { status: 400, text: 'Choose a file' });
    const id = randomUUID();
    const fileName = typeof name === 'string' && name !== '' ? name.slice(0, 200) : `${kind}.csv`;
    await this.files.keep({ id, person: person.id, kind, name: fileName, content: file });
    void reply.redirect(`/bulk-entries/files/${id}`, 303);
  }

  /** The dry run of a file; with `.csv`, every row of it with its verdict. */
  @PageFor('bulk-entry.enter')
  @Get('files/:file')
  async examine(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('file') asked: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const kept = await this.#kept(person, asked.replace(/\.csv$/, ''));
    const outcome = await this.#dryRun(person, kept);
    if (asked.endsWith('.csv') && !isRefusal(outcome)) return sendCsv(reply, `verdicts-${kept.name}`, verdictFile(outcome));
    return this.#showDryRun({ request, reply, person }, kept, outcome);
  }

  /** Enters it, all of it: refused, its rows are shown with what is wrong now. */
  @FormFor('bulk-entry.enter')
  @Post('files/:file')
  async enter(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('file') id: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const visit = { request, reply, person };
    const kept = await this.#kept(person, id);
    if (request.formExpired === true) return this.#showDryRun(visit, kept, await this.#dryRun(person, kept));
    // The file is the key: sent twice, it is entered once.
    const by = { person, idempotencyKey: `file ${id}`, correlationId: request.id };
    const entry = newBulkEntryId(by);
    const outcome = await this.commands.execute(new AcceptBulkEntry(by, entry, handedIn(kept)));
    if (isRefusal(outcome)) {
      void reply.status(statusOf(outcome.rule));
      return this.#showDryRun(visit, kept, await this.#dryRun(person, kept), outcome);
    }
    await this.files.remove(id);
    void reply.redirect(`/bulk-entries/${entry}?atLeast=${String(outcome.position)}&done=entered`, 303);
  }

  /** How far a batch is, and what was not entered; with `.csv`, every row with what became of it. */
  @PageFor('bulk-entry.read')
  @Get(':entry')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('entry') asked: string,
    @Query({ schema: waiting }) query: Waiting,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of(query, ['bulk-entries']);
    const id = asked.replace(/\.csv$/, '');
    const entry = await this.queries.execute(new ReadBulkEntry(person, id));
    if (entry === undefined) throw problem('not-found', 'There is no such bulk entry, or it is not yours to see.');
    if (asked.endsWith('.csv')) {
      const rows = (await this.queries.execute(new ReadBulkEntryRows(person, id))) ?? [];
      return sendCsv(reply, `entered-${entry.file}`, enteredFile(rows));
    }
    const nameOf = await this.names.of([entry.actor]);
    return this.pages.show(request, reply, 'bulk-entries/one.njk', {
      section: 'none',
      title: `Bulk entry of ${entry.file}`,
      entry: { ...shownEntry(entry, await this.#titles()), by: nameOf(entry.actor) },
      shown: SHOWN,
      done: query.done === 'entered',
    });
  }

  async #titles(): Promise<ReadonlyMap<string, string>> {
    const all = await this.queries.execute(new ListBulkTemplates());
    return new Map(all.map(({ kind, title }) => [kind, title]));
  }

  async #template(person: Person, kind: string): Promise<BulkTemplate> {
    const templates = await this.queries.execute(new ListBulkTemplates(person));
    const template = templates.find((one) => one.kind === kind);
    if (template === undefined) throw problem('not-found', `There is no template ${kind} that you may use.`);
    return template;
  }

  async #kept(person: Person, id: string): Promise<KeptFile> {
    const kept = z.uuid().safeParse(id).success ? await this.files.find(id, person.id) : undefined;
    if (kept === undefined)
      throw problem('not-found', 'This file was entered, or is not kept any more: files are kept for a day. Hand it in again.');
    return kept;
  }

  #dryRun(person: Person, kept: KeptFile): Promise<DryRun | Refusal> {
    return this.queries.execute(new ExamineBulkEntry(person, handedIn(kept)));
  }

  #askFor(
    { request, reply }: Visit,
    template: BulkTemplate,
    error?: { readonly status: number; readonly text: string },
  ): Promise<void> {
    if (error !== undefined) void reply.status(error.status);
    return this.pages.show(request, reply, 'bulk-entries/template.njk', {
      section: 'none',
      title: `Bulk entry: ${template.title.toLowerCase()}`,
      template,
      errors: error === undefined ? [] : [{ text: error.text, href: '#file' }],
    });
  }

  #showDryRun({ request, reply }: Visit, kept: KeptFile, outcome: DryRun | Refusal, refusal?: Refusal): Promise<void> {
    const unreadable = isRefusal(outcome) ? outcome : refusal;
    if (isRefusal(outcome)) void reply.status(statusOf(outcome.rule));
    const rows = isRefusal(outcome) ? [] : outcome.rows.map(verdictRow);
    const inOrder = [
      ...rows.filter(({ verdict }) => verdict === 'refused'),
      ...rows.filter(({ verdict }) => verdict !== 'refused'),
    ];
    return this.pages.show(request, reply, 'bulk-entries/dry-run.njk', {
      section: 'none',
      title: `Dry run of ${kept.name}`,
      kept: { id: kept.id, kind: kept.kind, name: kept.name },
      counts: isRefusal(outcome) ? undefined : outcome.counts,
      isAcceptable: !isRefusal(outcome) && outcome.isAcceptable,
      rows: inOrder.slice(0, SHOWN),
      total: rows.length,
      errors: unreadable === undefined ? [] : [{ text: unreadable.detail, href: '#rows' }],
    });
  }
}

const handedIn = ({ kind, name, content }: KeptFile) => ({ kind, file: name, text: content });
