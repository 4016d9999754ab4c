import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type GridCell, ReadBoardConsultations } from '#assessment/contract.js';
import { coversPeriod, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack, periodStart } from '#frameworks/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory, type OrganisationListItem } from '#organisations/contract.js';
import { organisationsOfPeriod } from './organisations-of-period.js';
import { RatingsOnRecord } from './ratings-on-record.js';
import { ListNationalResults, type NationalResultsView } from './read-national-results.js';

/** Not recorded: the year is not worked on here, where consultations are recorded, or the person does not see it. */
export type Consultation = 'consulted' | 'not-consulted' | 'not-recorded';

/** Where a headline rating stands in public: in an edition of this service, or in a source it was copied from. */
export interface DutyPublished {
  readonly edition: string | null;
  readonly source: string | null;
  /** Null where the source does not give the day. */
  readonly publishedOn: string | null;
}

/** What the statute asks for one organisation: an assessment, a consultation, a publication (NHS Act 2006, s.14Z16). */
export interface OrganisationDuty {
  readonly organisation: string;
  readonly name: string;
  /** Null where the record has no headline rating of the year that the person may see. */
  readonly rating: {
    readonly rating: string;
    readonly label: string;
    readonly stage: string;
    readonly assessment: string;
  } | null;
  readonly consultation: Consultation;
  /** Null where nothing of the year stands in public. */
  readonly publication: DutyPublished | null;
}

/** A year's statutory duty over all its organisations. */
export interface YearlyDuty {
  readonly year: string;
  /** The framework that carries out the duty; null where none that does is known of the year: the duty is there all the same. */
  readonly framework: string | null;
  readonly frameworkTitle: string | null;
  /** The last day of the year: the set is that of the assessed year, whatever merged afterwards. */
  readonly on: string;
  readonly counts: {
    readonly organisations: number;
    readonly rated: number;
    readonly withoutRating: number;
    readonly published: number;
    readonly withoutPublication: number;
    readonly consultation: Readonly<Record<Consultation, number>>;
  };
  /** By code. */
  readonly items: readonly OrganisationDuty[];
  /** Organisations with a rating of the year that were not open on its last day: each is a fault of one record or the other. */
  readonly ratedOutsideTheSet: readonly string[];
  /** What was published of the year's headline, beside the record. */
  readonly published: readonly NationalResultsView[];
}

/** The yearly duty of a financial year such as `2015-16`; undefined where nobody was under it, or the year has not begun. */
export class ReadYearlyDuty extends Query<YearlyDuty | undefined> {
  constructor(
    readonly person: Person,
    readonly year: string,
    readonly asAt?: bigint,
  ) {
    super();
  }
}

/** The family of frameworks that carry out the duty; indicators such as PCE have a headline too, but are no assessment. */
const DUTY = 'annual-assessment';
/** Whom the statute has assessed every year: NHS Act 2006, s.14Z16 and, from July 2022, s.14Z59. */
const UNDER_THE_DUTY = ['ccg', 'icb'] as const;

@QueryHandler(ReadYearlyDuty)
export class ReadYearlyDutyHandler implements IQueryHandler<ReadYearlyDuty> {
  constructor(
    private readonly ratings: RatingsOnRecord,
    private readonly queries: QueryBus,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ person, year, asAt }: ReadYearlyDuty): Promise<YearlyDuty | undefined> {
    const period = `${year}-year`;
    const adopted = (await this.catalogue.ofYear(year)).find(({ pack }) => carriesTheDuty(pack, period));
    const item = adopted?.pack.items.find(({ kind }) => kind === 'headline')?.id;
    if (adopted === undefined || item === undefined) return this.#withoutFramework(year, asAt);
    const { id: framework, pack } = adopted;
    const { on, organisations } = await organisationsOfPeriod(this.organisations, pack, period, asAt);
    const assessmentOf = ({ code }: OrganisationListItem) => `${code}.${framework}.${period}`;
    const [consulted, recorded, published] = await Promise.all([
      this.queries.execute(new ReadBoardConsultations(person, organisations.map(assessmentOf), asAt)),
      this.ratings.of({ person, framework, period, item, asAt }),
      this.queries.execute(new ListNationalResults(person, { framework, period, item, asAt })),
    ]);
    const items = organisations.map((organisation) =>
      dutyOf(organisation, recorded.get(organisation.code), consulted.get(assessmentOf(organisation))),
    );
    const set = new Set(organisations.map(({ code }) => code));
    return {
      ...{ year, framework, frameworkTitle: pack.title, on, items, published },
      counts: countsOf(items),
      ratedOutsideTheSet: [...recorded.keys()].filter((code) => !set.has(code)),
    };
  }

  /** The statute asks for every year, also for one of which no framework was found, such as 2020-21: everybody lacks everything. */
  async #withoutFramework(year: string, asAt: bigint | undefined): Promise<YearlyDuty | undefined> {
    const period = `${year}-year`;
    if (periodStart(period) > this.clock.today()) return undefined;
    const { on, organisations } = await organisationsOfPeriod(this.organisations, { assesses: UNDER_THE_DUTY }, period, asAt);
    if (organisations.length === 0) return undefined;
    const items = organisations.map((organisation) => dutyOf(organisation, undefined, undefined));
    return { ...WITHOUT_FRAMEWORK, year, on, items, counts: countsOf(items) };
  }
}

const WITHOUT_FRAMEWORK = { framework: null, frameworkTitle: null, ratedOutsideTheSet: [], published: [] } as const;

const carriesTheDuty = (pack: Pack, period: string): boolean =>
  pack.family === DUTY && coversPeriod(pack, period) && pack.items.some(({ kind }) => kind === 'headline');

const dutyOf = (
  { code, name }: OrganisationListItem,
  cell: GridCell | undefined,
  wasConsulted: boolean | undefined,
): OrganisationDuty => ({
  organisation: code,
  name,
  rating: cell === undefined ? null : { rating: cell.rating, label: cell.label, stage: cell.stage, assessment: cell.assessment },
  consultation: wasConsulted === undefined ? 'not-recorded' : wasConsulted ? 'consulted' : 'not-consulted',
  publication: publicationOf(cell),
});

/** Copies of words somebody published, on whatever scale; what was derived or inferred from other words was not published itself. */
const SEEN_IN_PUBLIC: ReadonlySet<string> = new Set(['published', 'restated', 'mapped']);

/** Of work on record here, what an edition holds, even while it is judged anew; of copies, what their publisher said. */
function publicationOf(cell: GridCell | undefined): DutyPublished | null {
  if (cell === undefined) return null;
  const { stage, edition = null, publishedOn } = cell.published ?? cell;
  if (stage === 'published') return { edition, source: null, publishedOn };
  const copied = [cell, ...(cell.alsoStated ?? [])].find(({ evidence }) => evidence !== null && SEEN_IN_PUBLIC.has(evidence));
  return copied === undefined ? null : { edition: null, source: copied.source, publishedOn: copied.publishedOn };
}

function countsOf(items: readonly OrganisationDuty[]): YearlyDuty['counts'] {
  const rated = items.filter(({ rating }) => rating !== null).length;
  const ofConsultation = (one: Consultation) => items.filter(({ consultation }) => consultation === one).length;
  const published = items.filter(({ publication }) => publication !== null).length;
  return {
    organisations: items.length,
    rated,
    withoutRating: items.length - rated,
    published,
    withoutPublication: items.length - published,
    consultation: {
      consulted: ofConsultation('consulted'),
      'not-consulted': ofConsultation('not-consulted'),
      'not-recorded': ofConsultation('not-recorded'),
    },
  };
}
