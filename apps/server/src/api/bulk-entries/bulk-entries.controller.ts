import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type BulkEntryRequest, bulkEntryRequest } from '#api-contract/bulk-entry-requests.js';
import { AcceptBulkEntry, newBulkEntryId } from '#bulk-entry/commands.js';
import {
  type DryRun,
  type ExaminedRow,
  ExamineBulkEntry,
  ListBulkEntries,
  ListBulkTemplates,
  ReadBulkEntry,
  ReadBulkEntryRows,
} from '#bulk-entry/queries.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { templateRows } from '../../edge/bulk-template.js';
import { answerCommand, type CommandContext, Context, SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { LARGEST_FILE } from '../../edge/large-body.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';

const entryQuery = z.strictObject({
  dryRun: z.stringbool().default(false).describe("only examines the file: answers 200 with every row's verdict"),
});
const readQuery = z.strictObject({ atLeast: momentParameters.atLeast });

const ANSWERED_BY = ['bulk-entries'];

/** Files of many rows: examined row by row, entered as one recorded batch or not at all, and then carried out, each row once. */
@ApiTags('Bulk entry')
@Controller(`${API}/bulk-entries`)
export class BulkEntriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Those the person may enter, with their columns. */
  @Get('templates')
  @Requires('bulk-entry.enter')
  @ApiOperation({ summary: 'What can be entered in bulk' })
  async templates(@SignedIn() person: Person) {
    return { items: await this.queries.execute(new ListBulkTemplates(person)) };
  }

  /** The columns, and two remarks: what belongs in each, and an example. Rows that begin with # are passed over when it comes back. */
  @Get('templates/:file')
  @Requires('bulk-entry.enter')
  @ApiOperation({ summary: 'A template to fill in, as CSV: templates/ratings.csv' })
  @ApiResponse({ status: 404, description: 'Nothing is entered under that name (problem+json).' })
  async template(@Param('file', { schema: code(80) }) file: string, @SignedIn() person: Person, @Res() reply: FastifyReply) {
    const templates = await this.queries.execute(new ListBulkTemplates(person));
    const template = templates.find(({ kind }) => `${kind}.csv` === file);
    if (template === undefined) throw problem('not-found', `There is no template ${file} that you may use.`);
    sendCsv(reply, template.kind, templateRows(template));
  }

  /**
   * With `dryRun=true` nothing is recorded: every row's verdict is answered. Else the file is refused as a whole while a row is
   * wrong (422 with each such row), or recorded as one batch, which is then carried out; its progress is at `Location`.
   */
  @Post()
  @CommandRoute('bulk-entry.enter', 'Enter a file of rows as one batch, or examine it', { largestBody: LARGEST_FILE })
  async enter(
    @Body({ schema: bulkEntryRequest }) { kind, file, csv: text }: BulkEntryRequest,
    @Query({ schema: entryQuery }) { dryRun }: z.infer<typeof entryQuery>,
    @Context() by: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun) {
      const outcome = await this.queries.execute(new ExamineBulkEntry(by.person, { kind, file, text }));
      if (isRefusal(outcome)) throw new ProblemError(outcome);
      void reply.status(200);
      return examined(outcome);
    }
    const id = newBulkEntryId(by);
    const outcome = await this.commands.execute(new AcceptBulkEntry(by, id, { kind, file, text }));
    return { ...answerCommand(outcome, reply, { location: `/${API}/bulk-entries/${id}` }), id };
  }

  /** One's own; for auditors all. The latest first. */
  @Get()
  @Requires('bulk-entry.read')
  @ApiOperation({ summary: 'Bulk entries, and how far each is' })
  async list(@Query({ schema: readQuery }) query: z.infer<typeof readQuery>, @SignedIn() person: Person) {
    await this.moments.of(query, ANSWERED_BY);
    return { items: await this.queries.execute(new ListBulkEntries(person)) };
  }

  /** `settled` of `rows` have been carried out; `notApplied` says which were not, and by which rule. */
  @Get(':id')
  @Requires('bulk-entry.read')
  @ApiOperation({ summary: 'One bulk entry and its progress' })
  @ApiResponse({ status: 404, description: 'There is no such entry, or it is not yours to see (problem+json).' })
  async one(
    @Param('id', { schema: code() }) id: string,
    @Query({ schema: readQuery }) query: z.infer<typeof readQuery>,
    @SignedIn() person: Person,
  ) {
    await this.moments.of(query, ANSWERED_BY);
    const found = await this.queries.execute(new ReadBulkEntry(person, id));
    if (found === undefined) throw problem('not-found', `There is no bulk entry ${id}, or it is not yours to see.`);
    return found;
  }

  /** In the order of the file, as entered, each with what became of it. */
  @Get(':id/rows')
  @Requires('bulk-entry.read')
  @ApiOperation({ summary: 'The rows of a bulk entry' })
  async rows(@Param('id', { schema: code() }) id: string, @SignedIn() person: Person) {
    const items = await this.queries.execute(new ReadBulkEntryRows(person, id));
    if (items === undefined) throw problem('not-found', `There is no bulk entry ${id}, or it is not yours to see.`);
    return { items };
  }
}

const examined = ({ kind, file, digest, rows, counts, isAcceptable }: DryRun) => ({
  dryRun: true,
  kind: kind.kind,
  file,
  digest,
  acceptable: isAcceptable,
  counts,
  rows: rows.map(verdictOf),
});

const verdictOf = ({ line, verdict }: ExaminedRow) =>
  verdict.verdict === 'refused'
    ? { line, ...verdict, column: verdict.column ?? null }
    : { line, verdict: verdict.verdict, says: verdict.says };
