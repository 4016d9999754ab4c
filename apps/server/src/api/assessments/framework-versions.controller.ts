import { Body, Controller, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type FrameworkVersionsRequest, frameworkVersionsRequest } from '#api-contract/framework-version-requests.js';
import { AcceptBulkEntry, newBulkEntryId } from '#bulk-entry/commands.js';
import { ExamineBulkEntry } from '#bulk-entry/queries.js';
import { isRefusal } from '#kernel/refusal.js';
import { answerCommand, type CommandContext, Context } from '../../edge/command-context.js';
import { frameworkVersionFile } from '../../edge/framework-version-file.js';
import { ProblemError } from '../../edge/problem.js';
import { API } from '../base.js';
import { CommandRoute } from './command-route.js';

const dryRunQuery = z.strictObject({
  dryRun: z.stringbool().default(false).describe('only foresees it: answers 200 with what each assessment would come to'),
});

/** A newer version of a framework for every assessment of a period that is not finished. */
@ApiTags('Assessments: judging')
@Controller(`${API}/framework-versions`)
export class FrameworkVersionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /**
   * One recorded bulk entry, which is then carried out, each assessment once; how far it is, and which were refused by which rule,
   * is at `Location`.
   */
  @Post()
  @CommandRoute('assessment.apply-framework-version', 'Apply a newer version of a framework to all that are not finished')
  async apply(
    @Body({ schema: frameworkVersionsRequest }) request: FrameworkVersionsRequest,
    @Query({ schema: dryRunQuery }) { dryRun }: z.infer<typeof dryRunQuery>,
    @Context() by: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = newBulkEntryId(by);
    const file = await frameworkVersionFile(this.queries, by.person, id, request);
    if (dryRun) {
      const outcome = await this.queries.execute(new ExamineBulkEntry(by.person, file));
      if (isRefusal(outcome)) throw new ProblemError(outcome);
      void reply.status(200);
      const items = outcome.rows.map(({ cells, verdict }) => ({
        organisation: cells['organisation'],
        ...verdict,
        judged: undefined,
      }));
      return { dryRun: true, acceptable: outcome.isAcceptable, counts: outcome.counts, items };
    }
    const outcome = await this.commands.execute(new AcceptBulkEntry(by, id, file));
    return { ...answerCommand(outcome, reply, { location: `/${API}/bulk-entries/${id}` }), id };
  }
}
