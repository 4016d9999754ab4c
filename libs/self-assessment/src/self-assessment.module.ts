import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import {
  BeginDeskReviewHandler,
  ChangeSelfAssessmentHandler,
  StartSelfAssessmentHandler,
} from './application/change-self-assessment.js';
import { ProposeFinalScoresHandler } from './application/propose-final-scores.js';
import {
  ListSelfAssessmentsHandler,
  ReadSelfAssessmentHandler,
  ReadSelfAssessmentStandingHandler,
} from './application/read-self-assessments.js';
import { SELF_ASSESSMENT_DECISIONS, selfAssessmentDecisions } from './application/self-assessment-decisions.js';
import { SelfAssessments } from './application/self-assessments.js';
import { StartingFactsOf } from './application/starting-facts.js';
import { CreateSelfAssessments1790000690000 } from './read/migrations/1790000690000-create-self-assessments.js';
import { selfAssessmentsProjection } from './read/self-assessments-projection.js';
import { SelfAssessmentsQuery } from './read/self-assessments-query.js';

/** What the composition root collects of this context. */
export const selfAssessmentParts: ContextParts = {
  projections: [selfAssessmentsProjection],
  migrations: [CreateSelfAssessments1790000690000],
};

const decisions = { provide: SELF_ASSESSMENT_DECISIONS, useFactory: selfAssessmentDecisions, inject: [EVENT_STORE] };

const query = {
  provide: SelfAssessmentsQuery,
  useFactory: (dataSource: DataSource) => new SelfAssessmentsQuery(dataSource),
  inject: [DataSource],
};

/** How organisations score themselves, and what their assessors make of it. */
@Module({
  providers: [
    decisions,
    query,
    SelfAssessments,
    StartingFactsOf,
    StartSelfAssessmentHandler,
    BeginDeskReviewHandler,
    ChangeSelfAssessmentHandler,
    ProposeFinalScoresHandler,
    ReadSelfAssessmentHandler,
    ReadSelfAssessmentStandingHandler,
    ListSelfAssessmentsHandler,
  ],
})
export class SelfAssessmentModule {}
