import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { ChangeSurveyHandler } from './application/change-survey.js';
import { SurveyImport } from './application/import-survey.js';
import { ListSurveysHandler, ReadOrganisationSurveysHandler } from './application/read-surveys.js';
import { SURVEY_DECISIONS, type SurveyDecisions, surveyDecisions } from './application/survey-decisions.js';
import { CreateSurveys1790000610000 } from './read/migrations/1790000610000-create-surveys.js';
import { TieAreasToActions1790000682000 } from './read/migrations/1790000682000-tie-areas-to-actions.js';
import { Nominees } from './read/nominees.js';
import { surveysProjection } from './read/surveys-projection.js';
import { SurveysQuery } from './read/surveys-query.js';

/** What the composition root collects of this context. */
export const stakeholderSurveyParts: ContextParts = {
  projections: [surveysProjection],
  migrations: [CreateSurveys1790000610000, TieAreasToActions1790000682000],
};

const decisions = { provide: SURVEY_DECISIONS, useFactory: surveyDecisions, inject: [EVENT_STORE] };

const tables = [SurveysQuery, Nominees].map((table) => ({
  provide: table,
  useFactory: (dataSource: DataSource) => new table(dataSource),
  inject: [DataSource],
}));

const fileImport = {
  provide: SurveyImport,
  useFactory: (running: SurveyDecisions, organisations: OrganisationDirectory) => new SurveyImport(running, organisations),
  inject: [SURVEY_DECISIONS, OrganisationDirectory],
};

/** The yearly survey of those who work with an organisation. */
@Module({
  providers: [decisions, ...tables, fileImport, ChangeSurveyHandler, ListSurveysHandler, ReadOrganisationSurveysHandler],
  exports: [SurveyImport],
})
export class StakeholderSurveyModule {}
