import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AssessmentModule } from '#assessment/assessment.module.js';
import { AuditEventsQuery } from '#audit/contract.js';
import { FrameworksModule } from '#frameworks/frameworks.module.js';
import { InterventionsModule } from '#interventions/interventions.module.js';
import { StakeholderSurveyModule } from '#stakeholder-survey/stakeholder-survey.module.js';
import { NationalResultsModule } from '#national-results/national-results.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';

const auditEvents = {
  provide: AuditEventsQuery,
  inject: [DataSource],
  useFactory: (dataSource: DataSource) => new AuditEventsQuery(dataSource),
};

const contexts = [
  FrameworksModule,
  OrganisationsModule,
  AssessmentModule,
  InterventionsModule,
  StakeholderSurveyModule,
  NationalResultsModule,
];

/** Every context of the service, offered to the API, the pages and each other by what each exports. */
@Global()
@Module({ imports: contexts, providers: [auditEvents], exports: [...contexts, auditEvents] })
export class ContextsModule {}
