import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AssessmentModule, assessmentParts } from '#assessment/assessment.module.js';
import { auditedAssessments } from '#assessment/audited.js';
import { type AuditedFamily, auditMigrations, auditProjections, toldByName } from '#audit/contract.js';
import { FrameworksModule, frameworksParts } from '#frameworks/frameworks.module.js';
import { CreatePeople1790000300000, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { InterventionsModule, interventionsParts } from '#interventions/interventions.module.js';
import { NationalResultsModule, nationalResultsParts } from '#national-results/national-results.module.js';
import { OrganisationsModule, organisationsParts } from '#organisations/organisations.module.js';
import { projectionEventCodec } from '#platform/projections/stepped-over.js';
import { StakeholderSurveyModule, stakeholderSurveyParts } from '#stakeholder-survey/stakeholder-survey.module.js';
import { joinParts } from '#platform/service/context-parts.js';
import { PlatformModule, type PlatformParts } from '#platform/service/platform.module.js';

const organisationFamily: AuditedFamily = { ...toldByName('organisation', organisationsParts), organisationOf: (code) => code };
const surveyFamily: AuditedFamily = { ...toldByName('survey', stakeholderSurveyParts), organisationOf: (id) => id.split('.')[0] };
const families = [
  auditedAssessments,
  organisationFamily,
  toldByName('framework', frameworksParts),
  { category: 'projection', storedNames: projectionEventCodec.storedNames },
  toldByName('intervention', interventionsParts),
  surveyFamily,
  toldByName('national', nationalResultsParts),
];

/** What all contexts bring: the same projections that the server runs, or one of them would be overlooked here. */
export const parts = joinParts([
  { migrations: [CreatePeople1790000300000] },
  frameworksParts,
  organisationsParts,
  assessmentParts,
  interventionsParts,
  stakeholderSurveyParts,
  nationalResultsParts,
  { migrations: auditMigrations, projections: auditProjections(families) },
]);

/** Nobody signs in at a command line: who may run it has the database already. */
const nobody: PersonDirectory = { find: () => Promise.resolve(undefined) };
const people = { provide: PERSON_DIRECTORY, useValue: nobody };

/** The contexts' modules for one command, and nothing that decides. */
@Module({})
export class CommandLineModule {
  static of(platform: PlatformParts): DynamicModule {
    return {
      module: CommandLineModule,
      global: true,
      imports: [
        PlatformModule.of(platform),
        CqrsModule.forRoot(),
        FrameworksModule,
        OrganisationsModule,
        AssessmentModule,
        InterventionsModule,
        StakeholderSurveyModule,
        NationalResultsModule,
      ],
      providers: [people],
      exports: [people, FrameworksModule, OrganisationsModule],
    };
  }
}
