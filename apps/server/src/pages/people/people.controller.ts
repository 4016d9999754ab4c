import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { areaCode, type Person, roleMay, ROLES } from '#identity/contract.js';
import { ListPeople, type PersonAnswer, ReadPerson } from '#identity/queries.js';
import { code, line } from '#kernel/text.js';
import { SignedIn } from '../../edge/command-context.js';
import { type CsvRow, sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { STANDALONE } from '../../standalone/record-sample-people.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { roleNames } from '../words/roles.js';
import { grantRow, momentsOfPerson } from './person-words.js';
import { Places } from './places.js';

const blank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema.optional());
const listQuery = z.object({ role: blank(z.enum(ROLES)), area: blank(code(10)), q: blank(line()), ...pageMoment });
const oneQuery = z.object({ ...pageMoment, done: z.string().max(40).optional() });

const SHOWN_BY = ['people', 'organisations'];

const DONE: Readonly<Record<string, string>> = {
  new: 'They are registered. They can do nothing here until they are granted a role.',
  grant: 'The role is granted. It counts at once, from its first day.',
  withdrawal: 'The grant is withdrawn. It counts at once, from the day it is withdrawn from.',
  particulars: 'What stands beside the log about them is changed.',
};

/** Who may do what, where, from when to when. */
@PageController()
export class PeoplePages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(Places) private readonly places: Places,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** By name, with the roles each holds on the day; of one role, place or name where asked. */
  @PageFor('person.read')
  @Get('people')
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { moment, people } = await this.#list(person, query);
    const nameOf = await this.places.namesOf(people.flatMap(({ grants }) => grants.map(({ area }) => area)));
    const asked = { role: query.role ?? '', area: query.area ?? '', q: query.q ?? '' };
    return this.pages.show(request, reply, 'people/list.njk', {
      ...{ section: 'people', title: 'People', moment, asked },
      roles: ROLES.map((role) => ({ role, name: roleNames[role] })),
      csv: `/people.csv?${new URLSearchParams({ ...asked, ...moment.asked }).toString()}`,
      mayManage: roleMay(person, 'person.manage') && moment.isNow,
      readsAccessLog: roleMay(person, 'access-log.read'),
      people: people.map((one) => ({
        ...one,
        held: one.grants.filter(({ standing }) => standing === 'in-force').map((grant) => grantRow(grant, nameOf)),
        toCome: one.grants.filter(({ standing }) => standing === 'to-come').length,
      })),
    });
  }

  /** A row for each grant of those whom the list shows. */
  @PageFor('person.read')
  @Get('people.csv')
  async file(
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const { people } = await this.#list(person, query);
    sendCsv(reply, 'people', people.flatMap(csvRows));
  }

  /** Somebody, every grant they ever held, and how they came by it. */
  @PageFor('person.read')
  @Get('people/:id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, SHOWN_BY);
    const { asAt, effectiveOn } = moment;
    const found = await this.queries.execute(new ReadPerson(person, id, { asAt, effectiveOn }));
    if (found === undefined) throw problem('not-found', `Nobody of the id ${id} was registered by then.`);
    const [places, by] = await Promise.all([
      this.places.namesOf(found.grants.map(({ area }) => area)),
      this.names.of(found.timeline.map(({ actor }) => actor)),
    ]);
    return this.pages.show(request, reply, 'people/one.njk', {
      ...{ section: 'people', title: found.name ?? found.id, moment, path: `/people/${id}`, someone: found },
      done: query.done === undefined || !moment.isNow ? undefined : DONE[query.done],
      mayManage: roleMay(person, 'person.manage') && moment.isNow,
      isSelf: person.id === id,
      grants: found.grants.map((grant) => grantRow(grant, places)),
      timeline: momentsOfPerson(found, places, (id) => (id === STANDALONE ? 'The service itself, as it began' : by(id))),
    });
  }

  async #list(person: Person, query: z.infer<typeof listQuery>) {
    const moment = await this.moments.of(query, SHOWN_BY);
    const { role, area, q } = query;
    const { asAt, effectiveOn } = moment;
    const question = { role, area: area?.toLowerCase() === 'england' ? 'england' : area?.toUpperCase(), q, asAt, effectiveOn };
    return { moment, people: await this.queries.execute(new ListPeople(person, question)) };
  }
}

const csvRows = ({ id, name, kind, grants }: PersonAnswer): readonly CsvRow[] =>
  grants.map(({ role, area, from, until, withdrawnFrom, standing, reason, cover }) => ({
    ...{ person: id, name: name ?? '', kind, role, area: areaCode(area) },
    ...{ from, until: until ?? '', withdrawn_from: withdrawnFrom ?? '', standing, reason, cover: cover?.reason ?? '' },
  }));
