import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { actingName, type Person, ROLES } from '#identity/contract.js';
import { ListPeople, ReadOwnGrants, ReadPerson } from '#identity/queries.js';
import { code, line } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';

const listQuery = z.strictObject({
  role: z.enum(ROLES).optional().describe('those who hold it on the day'),
  area: code(10).optional().describe('those who hold a role over it on the day: a code, or `england`'),
  q: line().optional().describe('part of a name, an e-mail address or an id'),
  ...pageParameters,
  ...momentParameters,
});
const oneQuery = z.strictObject(momentParameters);

const ANSWERED_BY = ['people'];

/** Who may do what, where, from when to when. */
@ApiTags('People')
@Controller(API)
export class PeopleController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** By name, with every grant they ever held and how it stands on the day asked about (`effectiveOn`, today unless given). */
  @Get('people')
  @Requires('person.read')
  @ApiOperation({ summary: 'People and their roles' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query, ANSWERED_BY);
    const { role, area, q, after, limit } = query;
    const all = await this.queries.execute(new ListPeople(person, { role, area, q, asAt, effectiveOn }));
    const begin = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const items = all.slice(begin, begin + limit);
    const next = begin + limit < all.length ? items.at(-1)?.id : undefined;
    return { items, ...(next !== undefined && { next }), ...repeated };
  }

  @Get('people/:id')
  @Requires('person.read')
  @ApiOperation({ summary: 'One person, their roles and how they came by them' })
  @ApiResponse({ status: 404, description: 'Nobody of that id was registered by then (problem+json).' })
  async one(
    @Param('id', { schema: code() }) id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
    @SignedIn() person: Person,
  ) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query, ANSWERED_BY);
    const found = await this.queries.execute(new ReadPerson(person, id, { asAt, effectiveOn }));
    if (found === undefined) throw problem('not-found', `Nobody of the id ${id} was registered by then.`);
    return { ...found, ...repeated };
  }

  /** The person the token is of, the grant they act in, and every grant they could act in by the header `Acting-As`. */
  @Get('me')
  @Requires('own-grants.read')
  @ApiOperation({ summary: 'Who you are here' })
  async me(@SignedIn() person: Person) {
    const grants = await this.queries.execute(new ReadOwnGrants(person));
    return { ...person, actingAs: actingName(person), grants };
  }
}
