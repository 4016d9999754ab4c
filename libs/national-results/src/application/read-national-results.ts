import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { NationalResults } from '../core/national-results/events.js';
import { NationalResultsQuery, type NationalResultsQuestion } from '../read/national-results-query.js';
import { organisationsOfPeriod } from './organisations-of-period.js';
import { RatingsOnRecord, ratingsStated } from './ratings-on-record.js';

/** Published counts, beside what the record itself holds for the same framework, period and item. */
export interface NationalResultsView extends Omit<NationalResults, 'counts'> {
  readonly counts: readonly (NationalResults['counts'][number] & { readonly onRecord: number })[];
  /** The organisations open on the last day of the period, and how many of them the record has a rating of. */
  readonly openThen: { readonly count: number; readonly on: string };
  readonly ratedOnRecord: number;
}

/** What was published nationally. What of the record a person may see is settled by the query of assessments. */
export class ListNationalResults extends Query<readonly NationalResultsView[]> {
  constructor(
    readonly person: Person,
    readonly question: NationalResultsQuestion = {},
  ) {
    super();
  }
}

@QueryHandler(ListNationalResults)
export class ListNationalResultsHandler implements IQueryHandler<ListNationalResults> {
  constructor(
    private readonly results: NationalResultsQuery,
    private readonly ratings: RatingsOnRecord,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, question }: ListNationalResults): Promise<readonly NationalResultsView[]> {
    const found = await this.results.list(question);
    return Promise.all(found.map((one) => this.#beside(person, one, question.asAt)));
  }

  async #beside(person: Person, results: NationalResults, asAt: bigint | undefined): Promise<NationalResultsView> {
    const { framework, period, item } = results;
    const [recorded, adopted] = await Promise.all([
      this.ratings.of({ person, framework, period, item, asAt }),
      this.catalogue.get(framework),
    ]);
    const { on, organisations } = await organisationsOfPeriod(
      this.organisations,
      adopted?.pack ?? { assesses: ['ccg'] },
      period,
      asAt,
    );
    const stated = [...recorded.values()].map(ratingsStated);
    return {
      ...results,
      counts: results.counts.map((one) => ({ ...one, onRecord: stated.filter((ratings) => ratings.has(one.rating)).length })),
      openThen: { count: organisations.length, on },
      ratedOnRecord: recorded.size,
    };
  }
}
