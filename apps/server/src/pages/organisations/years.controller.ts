import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answeredBy, ReadDomainStatus } from '#assessment/queries.js';
import {
  type AdoptedFramework,
  assessesKind,
  financialYear,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  periodEnd,
} from '#frameworks/contract.js';
import { mayNot, type Permission, type Person, type Place } from '#identity/contract.js';
import { OrganisationDirectory, type OrganisationView } from '#organisations/contract.js';
import { type PublicYear, ReadPublicYear } from '#publication/queries.js';
import { Whoever } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageForAnyone } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { sendCsv } from '../../edge/csv.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { yearInWords } from '../words/periods.js';
import { noticeShown, noticesOn } from './published-in.js';
import { type YearBlock, yearBlocks, type YearCell } from './year-grid.js';

const momentQuery = z.object(pageMoment);
type MomentQuery = z.infer<typeof momentQuery>;

/** All that one year's page shows. */
interface Year {
  readonly organisation: OrganisationView;
  readonly year: string;
  readonly moment: PageMoment;
  readonly grid: PublicYear;
  readonly blocks: readonly YearBlock[];
}

/** An organisation's year as a grid, now or as at another moment. */
@PageController('organisations/:code/years')
export class YearPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** The grid, for the public what is published; with `.csv` after the year, exactly what is shown as a file. */
  @PageForAnyone()
  @Get(':year')
  async year(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') organisation: string,
    @Param('year') asked: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @Whoever() person: Person | undefined,
  ): Promise<void> {
    const isCsv = asked.endsWith('.csv');
    const year = isCsv ? asked.slice(0, -'.csv'.length) : asked;
    const found = await this.#read(person, organisation, year, query);
    if (isCsv) return sendCsv(reply, `${organisation}-${year}`, csvRows(found));
    const { blocks, grid, moment } = found;
    return this.pages.show(request, reply, 'organisations/year.njk', {
      section: 'organisations',
      title: `${found.organisation.name}, ${yearInWords(year)}`,
      organisation: found.organisation,
      year,
      moment,
      path: `/organisations/${organisation}/years/${year}`,
      blocks,
      undated: grid.dateNotGiven,
      sources: sourcesOf(blocks, 'transcribed'),
      sourcesGiven: sourcesOf(blocks, 'given'),
      // What was decided elsewhere may be published before its assessment is anybody's to read.
      readsCases: may(person, 'assessment.read', found.organisation),
      mayOpen: may(person, 'assessment.open', found.organisation),
      editions: grid.editions.map(noticeShown),
      recordedFrom:
        moment.isNow || blocks.some(({ hasRatings }) => hasRatings) ? undefined : await this.#firstRecorded(person, found),
    });
  }

  async #read(person: Person | undefined, code: string, year: string, query: MomentQuery): Promise<Year> {
    const known = financialYear.safeParse(year).success;
    const moment = await this.moments.of(query, [...answeredBy.grid, 'organisations', 'scorecards']);
    const organisation = known ? await this.directory.find(code, { effectiveOn: periodEnd(`${year}-year`) }) : undefined;
    if (organisation === undefined) throw problem('not-found', `There is no organisation ${code} with a year ${year}.`);
    const question = { asAtPosition: moment.asAt, effectiveOn: moment.effectiveOn };
    const [inPublic, own, frameworks] = await Promise.all([
      this.queries.execute(new ReadPublicYear(code, year, moment)),
      person && this.queries.execute(new ReadDomainStatus(person, code, year, question)),
      this.catalogue.ofYear(year),
    ]);
    const grid = { ...inPublic, ...own };
    const inForce = frameworks.filter(({ pack }: AdoptedFramework) => assessesKind(pack, organisation.kind));
    return {
      organisation,
      year,
      moment,
      grid,
      blocks: yearBlocks(inForce, grid.items, year, nothingYet(person, moment)),
    };
  }

  /** When the first rating of the year was recorded here, for a page that is shown as at an earlier moment. */
  async #firstRecorded(person: Person | undefined, { organisation, year }: Year): Promise<string | undefined> {
    const now = await this.queries.execute(new ReadDomainStatus(person, organisation.code, year));
    const times = now.items.flatMap(({ periods }) => Object.values(periods).map(({ recordedAt }) => recordedAt));
    return times.sort()[0];
  }
}

const may = (person: Person | undefined, permission: Permission, organisation: OrganisationView): boolean =>
  person !== undefined && mayNot(person, permission, placeIn(organisation)) === undefined;

const placeIn = ({ code, office, region }: OrganisationView): Place => ({
  organisation: code,
  office: office?.code ?? '',
  region: region?.code ?? '',
});

/** The public does not know what is rated and not published, nor what was recorded when. */
const nothingYet = (person: Person | undefined, { isNow }: PageMoment) =>
  person === undefined ? 'not-published' : isNow ? 'not-rated' : 'not-recorded';

interface SourceLine {
  readonly source: string;
  readonly recordedAt: string;
}

/** Where the copied ratings come from, or those given from elsewhere, and when each source was first recorded here. */
function sourcesOf(blocks: readonly YearBlock[], stage: 'transcribed' | 'given'): readonly SourceLine[] {
  const first = new Map<string, string>();
  for (const cell of cellsOf(blocks)) {
    if (cell.empty !== undefined || cell.stated.source === null || cell.stated.stage !== stage) continue;
    const { source, recordedAt } = cell.stated;
    const known = first.get(source);
    if (known === undefined || recordedAt < known) first.set(source, recordedAt);
  }
  return [...first].map(([source, recordedAt]) => ({ source, recordedAt }));
}

const cellsOf = (blocks: readonly YearBlock[]): readonly YearCell[] =>
  blocks.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells));

/** What stands in public, and in which edition, which is the rating itself or stands beside it. */
function publishedIn(cell: YearCell): Readonly<Record<string, string>> {
  const stated = cell.empty === undefined ? (cell.stated.published ?? cell.stated) : undefined;
  const { edition = '', publishedOn, publishedLabel, label = '' } = stated ?? {};
  if (edition === '') return { published_label: '', published_on: '', edition };
  return { published_label: publishedLabel ?? label, published_on: publishedOn ?? '', edition };
}

function csvRows({ organisation, blocks, moment, grid }: Year): readonly Readonly<Record<string, string>>[] {
  const about = { organisation: organisation.code, name: organisation.name };
  const { asAt, effectiveOn } = moment.asked;
  return blocks.flatMap(({ framework, rows }) =>
    rows.flatMap(({ item, name, cells }) =>
      cells.map((cell) => ({
        ...about,
        framework,
        item,
        item_name: name,
        period: cell.period,
        rating: cell.empty === undefined ? cell.rating : '',
        label: cell.empty === undefined ? cell.label : '',
        moved: (cell.empty === undefined && cell.moved) || '',
        notes: cell.empty ?? cell.notes.join('; '),
        decided_on: (cell.empty === undefined && cell.stated.decidedOn) || '',
        recorded_at: cell.empty === undefined ? cell.stated.recordedAt : '',
        source: (cell.empty === undefined && cell.stated.source) || '',
        ...publishedIn(cell),
        edition_notice: noticesOn(grid.editions, cell.period, publishedIn(cell)['edition'] ?? ''),
        as_at: asAt,
        effective_on: effectiveOn,
      })),
    ),
  );
}
