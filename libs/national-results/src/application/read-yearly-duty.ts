import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type GridCell, ReadBoardConsultations } from '#assessment/contract.js';
import { coversPeriod, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory, type OrganisationListItem } from '#organisations/contract.js';
import { organisationsOfPeriod } from './organisations-of-period.js';
import { RatingsOnRecord } from './ratings-on-record.js';
import { ListNationalResults, type NationalResultsView } from './read-national-results.js';

/** Publications have no record of their own here yet: the duty is not shown as missed. */
export type NotRecordedYet = 'not-recorded';

/** Not recorded: the year is not worked on here, where consultations are recorded, or the person does not see it. */
export type Consultation = 'consulted' | 'not-consulted' | 'not-recorded';

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
  readonly publication: NotRecordedYet;
}

/** A year's statutory duty over all its organisations. */
export interface YearlyDuty {
  readonly year: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  /** The last day of the year: the set is that of the assessed year, whatever merged afterwards. */
  readonly on: string;
  readonly counts: {
    readonly organisations: number;
    readonly rated: number;
    readonly withoutRating: number;
    readonly consultation: Readonly<Record<Consultation, number>>;
    readonly publication: NotRecordedYet;
  };
  /** By code. */
  readonly items: readonly OrganisationDuty[];
  /** Organisations with a rating of the year that were not open on its last day: each is a fault of one record or the other. */
  readonly ratedOutsideTheSet: readonly string[];
  /** What was published of the year's headline, beside the record. */
  readonly published: readonly NationalResultsView[];
}

/** The yearly duty of a financial year such as `2015-16`; undefined where no adopted framework gives that year a headline rating. */
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

@QueryHandler(ReadYearlyDuty)
export class ReadYearlyDutyHandler implements IQueryHandler<ReadYearlyDuty> {
  constructor(
    private readonly ratings: RatingsOnRecord,
    private readonly queries: QueryBus,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, year, asAt }: ReadYearlyDuty): Promise<YearlyDuty | undefined> {
    const period = `${year}-year`;
    const adopted = (await this.catalogue.ofYear(year)).find(({ pack }) => carriesTheDuty(pack, period));
    const item = adopted?.pack.items.find(({ kind }) => kind === 'headline')?.id;
    if (adopted === undefined || item === undefined) return undefined;
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
}

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
  publication: 'not-recorded',
});

function countsOf(items: readonly OrganisationDuty[]): YearlyDuty['counts'] {
  const rated = items.filter(({ rating }) => rating !== null).length;
  const ofConsultation = (one: Consultation) => items.filter(({ consultation }) => consultation === one).length;
  return {
    organisations: items.length,
    rated,
    withoutRating: items.length - rated,
    consultation: {
      consulted: ofConsultation('consulted'),
      'not-consulted': ofConsultation('not-consulted'),
      'not-recorded': ofConsultation('not-recorded'),
    },
    publication: 'not-recorded',
  };
}
