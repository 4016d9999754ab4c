import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { BeginInterventionHandler, ChangeInterventionHandler } from './application/change-intervention.js';
import { InterventionsImport } from './application/import-interventions.js';
import {
  INTERVENTION_DECISIONS,
  type InterventionDecisions,
  interventionDecisions,
} from './application/intervention-decisions.js';
import { Interventions } from './application/interventions.js';
import {
  ListInterventionsHandler,
  MayRecordInterventionHandler,
  ReadInterventionHandler,
  ReadOrganisationInterventionsHandler,
} from './application/read-interventions.js';
import { InterventionsQuery } from './read/interventions-query.js';
import { interventionsProjection } from './read/known-interventions.js';
import { CountInterventionRevisions1790000681000 } from './read/migrations/1790000681000-count-intervention-revisions.js';
import { CreateInterventions1790000600000 } from './read/migrations/1790000600000-create-interventions.js';

/** What the composition root collects of this context. */
export const interventionsParts: ContextParts = {
  projections: [interventionsProjection],
  migrations: [CreateInterventions1790000600000, CountInterventionRevisions1790000681000],
};

const decisions = { provide: INTERVENTION_DECISIONS, useFactory: interventionDecisions, inject: [EVENT_STORE] };

const query = {
  provide: InterventionsQuery,
  useFactory: (dataSource: DataSource) => new InterventionsQuery(dataSource),
  inject: [DataSource],
};

const fileImport = {
  provide: InterventionsImport,
  useFactory: (running: InterventionDecisions, organisations: OrganisationDirectory) =>
    new InterventionsImport(running, organisations),
  inject: [INTERVENTION_DECISIONS, OrganisationDirectory],
};

/** Interventions in organisations: their own timeline, beside ratings and independent of them. */
@Module({
  providers: [
    decisions,
    query,
    fileImport,
    Interventions,
    BeginInterventionHandler,
    ChangeInterventionHandler,
    ListInterventionsHandler,
    MayRecordInterventionHandler,
    ReadInterventionHandler,
    ReadOrganisationInterventionsHandler,
  ],
  exports: [InterventionsImport],
})
export class InterventionsModule {}
