import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { NationalResultsImport } from './application/import-national-results.js';
import { nationalResultsDecisions } from './application/national-results-decisions.js';
import { RatingsOnRecord } from './application/ratings-on-record.js';
import { ListNationalResultsHandler } from './application/read-national-results.js';
import { ReadYearlyDutyHandler } from './application/read-yearly-duty.js';
import { CreateNationalResults1790000620000 } from './read/migrations/1790000620000-create-national-results.js';
import { nationalResultsProjection } from './read/national-results-projection.js';
import { NationalResultsQuery } from './read/national-results-query.js';

/** What the composition root collects of this context. */
export const nationalResultsParts: ContextParts = {
  projections: [nationalResultsProjection],
  migrations: [CreateNationalResults1790000620000],
};

const query = {
  provide: NationalResultsQuery,
  useFactory: (dataSource: DataSource) => new NationalResultsQuery(dataSource),
  inject: [DataSource],
};

const fileImport = {
  provide: NationalResultsImport,
  useFactory: (store: EventStore, catalogue: FrameworkCatalogue, organisations: OrganisationDirectory) =>
    new NationalResultsImport(nationalResultsDecisions(store), catalogue, organisations),
  inject: [EVENT_STORE, FRAMEWORK_CATALOGUE, OrganisationDirectory],
};

/** What was published nationally, and whether the yearly duty is done, beside what the record itself holds. */
@Module({
  providers: [query, fileImport, RatingsOnRecord, ListNationalResultsHandler, ReadYearlyDutyHandler],
  exports: [NationalResultsImport],
})
export class NationalResultsModule {}
