import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { financialYear, isPeriod } from '#frameworks/contract.js';
import { mayNot, type Person } from '#identity/contract.js';
import { EDITION_KINDS, kindsOfEdition } from '#publication/contract.js';
import {
  type DrawnFrom,
  type EditionAnswer,
  editionMetadata,
  editionRows,
  ListScorecards,
  ReadEdition,
  ReadEditionContent,
  ReadLookedAtAgain,
  ReadScorecard,
  type ScorecardAnswer,
} from '#publication/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Whoever } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor, PageForAnyone } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { periodInWords } from '../words/periods.js';
import { channelNames, scorecardPath, standingNames } from '../words/scorecards.js';
import { changesSince, editionTable } from './edition-page.js';
import { editionTasks, recordedAs } from './edition-tasks.js';

const blankIsAbsent = z.preprocess((value) => (value === '' ? undefined : value), z.string().max(60).optional());
const listQuery = z.object(pageMoment);
const editionQuery = z.object({
  ...pageMoment,
  region: blankIsAbsent,
  rating: blankIsAbsent,
  done: z.string().max(40).optional(),
});
const choiceQuery = z.object({ year: financialYear, part: z.string().max(20), kind: z.enum(EDITION_KINDS) });
type EditionQuery = z.infer<typeof editionQuery>;

const SHOWN_BY = ['scorecards'];

/** What a visit to an edition's page is about. */
interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Person | undefined;
  readonly scorecard: string;
  readonly query: EditionQuery;
  readonly moment: PageMoment;
}

/** Published editions for everybody; before that, for those on their list and those who prepare them. */
@PageController('scorecards')
export class ScorecardPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Everything published; for those who prepare editions, what waits as well, and the way to a draft. */
  @PageForAnyone()
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) query: z.infer<typeof listQuery>,
    @Whoever() person: Person | undefined,
  ): Promise<void> {
    const moment = await this.moments.of(query, SHOWN_BY);
    const items = await this.queries.execute(new ListScorecards(person, moment));
    return this.pages.show(request, reply, 'scorecards/list.njk', {
      section: 'scorecards',
      title: 'Scorecards',
      items: items.map(shownInList),
      mayPrepare: mayPrepare(person),
      kinds: Object.entries(kindsOfEdition).map(([id, { title }]) => ({ id, title })),
      thisYear: Number(this.clock.today().slice(0, 4)),
    });
  }

  /** Where a year, a part of it and a kind were chosen: the draft of that scorecard. */
  @PageFor('scorecard-draft.read')
  @Get('choice')
  choose(@Res() reply: FastifyReply, @Query({ schema: choiceQuery }) { year, part, kind }: z.infer<typeof choiceQuery>): void {
    const period = `${year}-${part}`;
    if (!isPeriod(period)) throw problem('not-found', `${period} is not a period.`);
    void reply.redirect(`/scorecards/${kind === 'scorecard' ? period : `${period}.${kind}`}/draft`, 303);
  }

  /** The edition that stands; where none does, what there is. */
  @PageForAnyone()
  @Get(':scorecard')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('scorecard') scorecard: string,
    @Query({ schema: editionQuery }) query: EditionQuery,
    @Whoever() person: Person | undefined,
  ): Promise<void> {
    const moment = await this.moments.of(query, SHOWN_BY);
    const found = await this.#scorecard(person, scorecard, moment);
    const number = found.standing ?? found.editions[0]?.edition;
    if (number !== undefined) return this.#show({ request, reply, person, scorecard, query, moment }, number, found);
    return this.pages.show(request, reply, 'scorecards/none.njk', {
      section: 'scorecards',
      title: `${found.title}, ${periodInWords(found.period)}`,
      found,
      mayPrepare: mayPrepare(person),
      path: `/scorecards/${scorecard}`,
    });
  }

  /** One edition; with `.csv`, `.csv-metadata.json` or `.json` after its number, as a file. */
  @PageForAnyone()
  @Get(':scorecard/editions/:edition')
  async edition(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('scorecard') scorecard: string,
    @Param('edition') edition: string,
    @Query({ schema: editionQuery }) query: EditionQuery,
    @Whoever() person: Person | undefined,
  ): Promise<void> {
    const moment = await this.moments.of(query, SHOWN_BY);
    const [, number = '', file = ''] = /^(\d{1,6})(?:\.(csv|csv-metadata\.json|json))?$/.exec(edition) ?? [];
    const asked = { request, reply, person, scorecard, query, moment };
    if (file !== '') return this.#file(asked, Number(number), file);
    return this.#show(asked, Number(number), await this.#scorecard(person, scorecard, moment));
  }

  async #scorecard(person: Person | undefined, scorecard: string, moment: PageMoment): Promise<ScorecardAnswer> {
    const found = await this.queries.execute(new ReadScorecard(person, scorecard, moment));
    if (found === undefined) throw problem('not-found', `${scorecard} names no scorecard.`);
    return found;
  }

  async #read({ person, scorecard, moment }: Asked, number: number): Promise<EditionAnswer> {
    const found = await this.queries.execute(new ReadEdition(person, scorecard, number, moment));
    if (found !== undefined) return found;
    throw problem('not-found', `There is no edition ${String(number)} of this scorecard, or it is not yours to see yet.`);
  }

  async #file(asked: Asked, number: number, file: string): Promise<void> {
    const { reply, person, scorecard, query, moment } = asked;
    const edition = await this.#read(asked, number);
    if (edition.shows === 'notice')
      throw problem('edition-withdrawn', `This edition was withdrawn: ${edition.withdrawal?.reason ?? ''}`);
    if (file === 'csv') return sendCsv(reply, `${scorecard}-${String(number)}`, editionRows(edition, query.region));
    void reply.header('Cache-Control', 'no-store').header('Vary', 'Cookie');
    if (file === 'csv-metadata.json')
      return void reply.type('application/csvm+json').send(JSON.stringify(editionMetadata(edition)));
    const content = await this.queries.execute(new ReadEditionContent(person, scorecard, number, moment));
    if (content === undefined) throw problem('not-found', 'The whole edition is not yours to see yet.');
    return void reply.type('application/json; charset=utf-8').send(content);
  }

  async #show(asked: Asked, number: number, scorecard: ScorecardAnswer): Promise<void> {
    const { request, reply, person, query, moment } = asked;
    const edition = await this.#read(asked, number);
    const judgedAnew = await this.queries.execute(new ReadLookedAtAgain(person, asked.scorecard, number, moment));
    const base = `/scorecards/${asked.scorecard}`;
    const path = `${base}/editions/${String(number)}`;
    const before = edition.supersedes === null ? undefined : await this.#before(asked, edition.supersedes.edition);
    const table = editionTable(edition, query);
    const { preparation } = edition;
    const nameOf = await this.names.of(preparation === undefined ? [] : peopleIn(preparation));
    return this.pages.show(request, reply, 'scorecards/edition.njk', {
      section: 'scorecards',
      title: `${edition.title}, ${periodInWords(edition.period)}`,
      edition,
      scorecard,
      ...{ base, path, moment },
      table,
      regionName: table.regions.find(({ code }) => code === query.region)?.name,
      asked: { region: query.region ?? '', rating: query.rating ?? '' },
      csv: `${path}.csv${query.region === undefined ? '' : `?region=${encodeURIComponent(query.region)}`}`,
      changes: before === undefined ? [] : changesSince(before, edition),
      lookedAtAgain: edition.entries.flatMap(({ organisation, name }) => (judgedAnew.includes(organisation) ? [name] : [])),
      drawnFrom: edition.drawnFrom && (await this.#drawnFrom(edition.drawnFrom)),
      standingName: standingNames[edition.standing],
      ...{ standingNames, channelNames },
      preparing: preparation && { ...preparation, ...namedIn(preparation, nameOf) },
      tasks: person === undefined ? [] : editionTasks(edition, path, person),
      done: query.done === undefined ? undefined : recordedAs(query.done),
    });
  }

  /** The scorecard a summary was drawn from, and what the edition in its place says otherwise. */
  async #drawnFrom(source: DrawnFrom) {
    const base = `${scorecardPath(source.scorecard)}/editions`;
    const found = { ...source, href: `${base}/${String(source.edition)}`, standingName: standingNames[source.standing] };
    if (source.supersededBy === null) return { ...found, changes: [] };
    const [was, is] = await Promise.all(
      [source.edition, source.supersededBy].map((number) =>
        this.queries.execute(new ReadEdition(undefined, source.scorecard, number)),
      ),
    );
    const changes = was?.shows === 'all' && is?.shows === 'all' ? changesSince(was, is) : [];
    return { ...found, changes, inItsPlace: `${base}/${String(source.supersededBy)}` };
  }

  async #before({ person, scorecard, moment }: Asked, number: number): Promise<EditionAnswer | undefined> {
    const found = await this.queries.execute(new ReadEdition(person, scorecard, number, moment));
    return found?.shows === 'all' ? found : undefined;
  }
}

const mayPrepare = (person: Person | undefined): boolean =>
  person !== undefined && mayNot(person, 'scorecard-draft.read') === undefined;

function shownInList({ scorecard, title, period, standing, editions }: ScorecardAnswer) {
  const [newest] = editions;
  return {
    ...{ title, period, path: scorecardPath(scorecard) },
    standing: editions.find(({ edition }) => edition === standing),
    /** What to say of it beside the edition that stands. */
    waiting: newest?.edition === standing ? undefined : newest && { ...newest, name: standingNames[newest.standing] },
  };
}

type Preparation = NonNullable<EditionAnswer['preparation']>;

const peopleIn = ({ frozenBy, list, notifications, embargoMoves, stopped }: Preparation): readonly string[] => [
  frozenBy,
  ...list.people,
  ...notifications.map(({ notifiedBy }) => notifiedBy),
  ...embargoMoves.map(({ movedBy }) => movedBy),
  ...(stopped === null ? [] : [stopped.stoppedBy]),
];

const namedIn = ({ frozenBy, list, notifications, embargoMoves, stopped }: Preparation, nameOf: (id: string) => string) => ({
  frozenByName: nameOf(frozenBy),
  people: list.people.map((id) => ({ id, name: nameOf(id) })),
  notified: notifications.map((one) => ({ ...one, by: nameOf(one.notifiedBy) })),
  moves: embargoMoves.map((one) => ({ ...one, by: nameOf(one.movedBy) })),
  stoppedByName: stopped === null ? undefined : nameOf(stopped.stoppedBy),
});
