import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments/assessments.controller.js';
import { FrameworkVersionsController } from './assessments/framework-versions.controller.js';
import { GivenRatingsController } from './assessments/given-ratings.controller.js';
import { IndicatorsController } from './assessments/indicators.controller.js';
import { JudgingController } from './assessments/judging.controller.js';
import { TrajectoriesController } from './assessments/trajectories.controller.js';
import { RecordingController } from './assessments/recording.controller.js';
import { ReopeningController } from './assessments/reopening.controller.js';
import { SharingController } from './assessments/sharing.controller.js';
import { AuditController } from './audit.controller.js';
import { BulkEntriesController } from './bulk-entries/bulk-entries.controller.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { FrameworksController } from './frameworks.controller.js';
import { InterventionsController } from './interventions/interventions.controller.js';
import { InterventionRecordingController } from './interventions/recording.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { OpenApi } from './openapi/openapi.js';
import { OrganisationsController } from './organisations.controller.js';
import { ModerationAnalyticsController } from './moderation/analytics.controller.js';
import { LettersController } from './letters/letters.controller.js';
import { NationalResultsController } from './national-results/national-results.controller.js';
import { ScorecardEditingController } from './scorecards/editing.controller.js';
import { ScorecardsController } from './scorecards/scorecards.controller.js';
import { BatchesController } from './panels/batches.controller.js';
import { PanelsController } from './panels/panels.controller.js';
import { PanelRecordingController } from './panels/recording.controller.js';
import { SelfAssessmentRecordingController } from './self-assessments/recording.controller.js';
import { SelfAssessmentsController } from './self-assessments/self-assessments.controller.js';
import { SurveysController } from './surveys/surveys.controller.js';
import { SurveyRecordingController } from './surveys/recording.controller.js';
import { AccessLogController } from './people/access-log.controller.js';
import { PeopleController } from './people/people.controller.js';
import { PeopleRecordingController } from './people/recording.controller.js';
import { StoppedController } from './stopped.controller.js';
import { StatusController } from './status.controller.js';

/** The JSON API. Each controller dispatches to the buses or asks a context's contract; none decides. */
@Module({
  controllers: [
    FrameworksController,
    OrganisationsController,
    StatusController,
    AssessmentsController,
    RecordingController,
    TrajectoriesController,
    JudgingController,
    IndicatorsController,
    FrameworkVersionsController,
    GivenRatingsController,
    PanelsController,
    PanelRecordingController,
    BatchesController,
    ReopeningController,
    SharingController,
    InterventionsController,
    InterventionRecordingController,
    SelfAssessmentsController,
    SelfAssessmentRecordingController,
    SurveysController,
    SurveyRecordingController,
    NationalResultsController,
    LettersController,
    ScorecardsController,
    ScorecardEditingController,
    ModerationAnalyticsController,
    AccessLogController,
    PeopleController,
    PeopleRecordingController,
    BulkEntriesController,
    AuditController,
    DeadLettersController,
    StoppedController,
    NotificationsController,
    OpenApiController,
  ],
  providers: [OpenApi],
})
export class ApiModule {}
