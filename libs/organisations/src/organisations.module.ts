import { Global, Module } from '@nestjs/common';
import type { EventStore } from '#platform/event-store/port.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { OrganisationImport } from './application/import-organisations.js';
import { ORGANISATION_BULK_KINDS, OrganisationsInBulk } from './application/organisations-in-bulk.js';
import { CreateOrganisations1790000400000 } from './read/migrations/1790000400000-create-organisations.js';
import { DateFactsOfOrganisations1790000401000 } from './read/migrations/1790000401000-date-facts-of-organisations.js';
import { OrganisationDirectory } from './read/organisation-directory.js';
import { OrganisationEntity, OrganisationPeriodEntity } from './read/organisation-entities.js';
import { organisationsProjection } from './read/organisations-projection.js';

export const organisationsProjections = [organisationsProjection] as const;
export const organisationsMigrations = [CreateOrganisations1790000400000, DateFactsOfOrganisations1790000401000] as const;
export const organisationsEntities = [OrganisationEntity, OrganisationPeriodEntity] as const;

/** What the composition root collects of this context. */
export const organisationsParts: ContextParts = {
  projections: organisationsProjections,
  migrations: organisationsMigrations,
  entities: organisationsEntities,
  bulkEntryKinds: [ORGANISATION_BULK_KINDS],
};

const bulkKinds = {
  provide: ORGANISATION_BULK_KINDS,
  inject: [EVENT_STORE],
  useFactory: (store: EventStore) => [new OrganisationsInBulk(store)],
};

const organisationImport = {
  provide: OrganisationImport,
  inject: [EVENT_STORE, OrganisationDirectory],
  useFactory: (store: EventStore, directory: OrganisationDirectory) => new OrganisationImport(store, directory),
};

/** Organisations with their names, parents and mergers by date, and the import of the files that tell of them. */
// Other contexts ask it through its contract and may not import this file.
@Global()
@Module({
  providers: [OrganisationDirectory, organisationImport, bulkKinds],
  exports: [OrganisationDirectory, OrganisationImport, ORGANISATION_BULK_KINDS],
})
export class OrganisationsModule {}
