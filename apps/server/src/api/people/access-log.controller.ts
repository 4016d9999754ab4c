import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { ReadAccessLog } from '#identity/queries.js';
import { code } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';

const logQuery = z.strictObject({
  person: code().optional().describe('the id of an auditor'),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'is not the number of an entry')
    .optional()
    .describe('the `next` of the page before'),
  limit: pageParameters.limit,
});

/** What auditors read here. */
@ApiTags('Audit')
@Controller(`${API}/audit/access-log`)
export class AccessLogController {
  constructor(private readonly queries: QueryBus) {}

  /** The latest first. An auditor sees their own reading; an auditor of all of England that of every auditor. */
  @Get()
  @Requires('access-log.read')
  @ApiOperation({ summary: 'What auditors read' })
  async list(@Query({ schema: logQuery }) query: z.infer<typeof logQuery>, @SignedIn() reader: Person) {
    const { person, after, limit } = query;
    const found = await this.queries.execute(new ReadAccessLog(reader, { person, before: after, limit: limit + 1 }));
    const items = found.slice(0, limit);
    const next = found.length > limit ? items.at(-1)?.number : undefined;
    return { items, ...(next !== undefined && { next }) };
  }
}
