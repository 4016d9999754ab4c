import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { ReadAccessLog } from '#identity/queries.js';
import { code } from '#kernel/text.js';
import { SignedIn } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { PeopleNames } from '../reading/people-names.js';

const blankIsAbsent = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const logQuery = z.object({ person: blankIsAbsent(code()), before: blankIsAbsent(z.string().regex(/^\d{1,18}$/)) });

/** How many entries a page shows, and a file holds. */
const A_PAGE = 200;
const A_FILE = 50_000;

/** What auditors read here. */
@PageController()
export class AccessLogPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The latest first. */
  @PageFor('access-log.read')
  @Get('access-log')
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: logQuery }) query: z.infer<typeof logQuery>,
    @SignedIn() reader: Person,
  ): Promise<void> {
    const found = await this.queries.execute(new ReadAccessLog(reader, { ...query, limit: A_PAGE + 1 }));
    const readings = found.slice(0, A_PAGE);
    const nameOf = await this.names.of(readings.map(({ person }) => person));
    const person = query.person ?? '';
    return this.pages.show(request, reply, 'people/access-log.njk', {
      ...{ section: 'people', title: 'What auditors read', person, seesAll: reader.area.kind === 'england' },
      readings: readings.map((one) => ({ ...one, name: nameOf(one.person) })),
      earlier:
        found.length > A_PAGE
          ? `/access-log?${new URLSearchParams({ person, before: readings.at(-1)?.number ?? '' }).toString()}`
          : undefined,
      csv: `/access-log.csv?${new URLSearchParams({ person }).toString()}`,
    });
  }

  /** The latest 50,000 entries. */
  @PageFor('access-log.read')
  @Get('access-log.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: logQuery }) query: z.infer<typeof logQuery>,
    @SignedIn() reader: Person,
  ): Promise<void> {
    const readings = await this.queries.execute(new ReadAccessLog(reader, { ...query, limit: A_FILE }));
    sendCsv(
      reply,
      'access-log',
      readings.map(({ number, readAt, person, path, question, correlationId }) => ({
        ...{ number, read_at: readAt, person, path, question, correlation_id: correlationId },
      })),
    );
  }
}
