import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FRAMEWORK_CATALOGUE } from '#frameworks/contract.js';
import { PERSON_DIRECTORY } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { CLOCK } from '#platform/clock/clock.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { ASSESSMENT_DECISIONS, assessmentDecisions } from './application/assessment-decisions.js';
import { AnswerCommentHandler } from './application/answer-comment.js';
import { AssessmentPublications } from './application/assessment-publications.js';
import { Assessments } from './application/assessments.js';
import { ReadAssessmentsInSightHandler } from './application/assessments-in-sight.js';
import { AssessmentsInBulk } from './application/bulk/assessments-in-bulk.js';
import { ASSESSMENT_BULK_KINDS, assessmentBulkKinds } from './application/bulk/bulk-kinds.js';
import { FrameworkVersionsInBulk } from './application/bulk/framework-versions-in-bulk.js';
import { IndicatorValuesInBulk } from './application/bulk/indicator-values-in-bulk.js';
import { PublishedRatingsInBulk } from './application/bulk/published-ratings-in-bulk.js';
import { RatingsInBulk } from './application/bulk/ratings-in-bulk.js';
import { ApplyFrameworkVersionHandler } from './application/apply-framework-version.js';
import { ForeseeFrameworkVersionsHandler } from './application/foresee-framework-versions.js';
import { AttachEvidenceHandler } from './application/attach-evidence.js';
import { AttendanceNames } from './application/attendance-names.js';
import { CloseSharingHandler } from './application/close-sharing.js';
import { CommentOnDraftHandler } from './application/comment-on-draft.js';
import { ConfirmRatingsHandler } from './application/confirm-ratings.js';
import { ConsultBoardHandler } from './application/consult-board.js';
import { CorrectRecordHandler } from './application/correct-record.js';
import { CarriedTrajectories } from './application/carried-trajectories.js';
import {
  AgreeTrajectoryHandler,
  RecordTrajectoryValuesHandler,
  ReviseTrajectoryHandler,
} from './application/follow-trajectory.js';
import { DecideByPanelHandler, ForeseeDecisionsByPanelHandler } from './application/decide-by-panel.js';
import { DecideStageHandler } from './application/decide-stage.js';
import { PublishedRatingsImport } from './application/import-published-ratings.js';
import { ListUnfinishedHandler } from './application/list-unfinished.js';
import { OpenAssessmentHandler } from './application/open-assessment.js';
import { PlanCheckpointHandler } from './application/plan-checkpoint.js';
import { ASSESSMENT_PROCESSES, assessmentProcesses } from './application/processes.js';
import { ProposeRatingsHandler } from './application/propose-ratings.js';
import { ReadBackNoteHandler } from './application/read-back-note.js';
import { ReadAssessmentEventsHandler } from './application/read-assessment-events.js';
import { ReadAssessmentsBeforePanelHandler, ReadAssessmentsInScopeHandler } from './application/read-for-panels.js';
import { ReadAssessmentHandler } from './application/read-assessment.js';
import { PublishGivenRatingHandler, RecordGivenRatingHandler } from './application/record-given-rating.js';
import { MetricScores, RecordDashboardHandler, RecordIndicatorValueHandler } from './application/record-indicator-values.js';
import {
  ListAssessmentsHandler,
  ListIndicatorValuesHandler,
  ListSharingsHandler,
  ReadDomainStatusHandler,
  ReadNationalGridHandler,
  ReadPeriodStatusHandler,
  ReadRatingHistoryHandler,
  ReadWorkListHandler,
} from './application/read-lists.js';
import { ReadConsistencyHandler } from './application/read-consistency.js';
import { ReadLastMovesHandler } from './application/read-last-moves.js';
import { ReadModerationTrailHandler } from './application/read-moderation-trail.js';
import { ReadPredecessorsRatingsHandler } from './application/read-predecessors-ratings.js';
import { ReadBoardConsultationsHandler } from './application/read-board-consultations.js';
import { RefuseReopeningHandler, ReopenRatingsHandler, RequestReopeningHandler } from './application/reopen-ratings.js';
import { ReadRatingsToPublishHandler } from './application/read-ratings-to-publish.js';
import { ListRatingMovementsHandler, ReadRatingMovementsHandler } from './application/read-rating-movements.js';
import { ReadWhatIfHandler } from './application/read-what-if.js';
import { RecallSubmissionHandler } from './application/recall-submission.js';
import { RecordCheckpointMeetingHandler } from './application/record-checkpoint-meeting.js';
import { RecordCheckpointNotHeldHandler } from './application/record-checkpoint-not-held.js';
import { RecordStageNotHeldHandler } from './application/record-stage-not-held.js';
import { RecordTeleconferenceHandler } from './application/record-teleconference.js';
import { ShareDraftHandler } from './application/share-draft.js';
import { SubmitForModerationHandler } from './application/submit-for-moderation.js';
import { ThoseWhoDecided } from './application/those-who-decided.js';
import { TransferAssessmentHandler } from './application/transfer-assessment.js';
import { UpdateActionHandler } from './application/update-action.js';
import { WithdrawAssessmentHandler } from './application/withdraw-assessment.js';
import { assessmentCodec } from './core/assessment/codec.js';
import { assessmentMigrations, assessmentProjections } from './read/assessment-read-models.js';
import { AssessmentsQuery } from './read/assessments/assessments-query.js';
import { DomainStatusQuery } from './read/domain-status/domain-status-query.js';
import { IndicatorValuesQuery } from './read/indicator-values/indicator-values-query.js';
import { ModerationTrailQuery } from './read/moderation-trail/moderation-trail-query.js';
import { AreaStandingsQuery } from './read/rating-movements/area-standings-query.js';
import { RatingMovementsQuery } from './read/rating-movements/rating-movements-query.js';
import { RatingHistoryQuery } from './read/rating-history/rating-history-query.js';
import { SharingsQuery } from './read/sharings/sharings-query.js';
import { WorkList } from './read/work-list/work-list-query.js';

const commandHandlers = [
  AgreeTrajectoryHandler,
  RecordTrajectoryValuesHandler,
  ReviseTrajectoryHandler,
  AnswerCommentHandler,
  AttachEvidenceHandler,
  CloseSharingHandler,
  CommentOnDraftHandler,
  ConfirmRatingsHandler,
  ConsultBoardHandler,
  RequestReopeningHandler,
  ReopenRatingsHandler,
  RefuseReopeningHandler,
  CorrectRecordHandler,
  DecideByPanelHandler,
  DecideStageHandler,
  OpenAssessmentHandler,
  PlanCheckpointHandler,
  ProposeRatingsHandler,
  ReadBackNoteHandler,
  RecallSubmissionHandler,
  RecordCheckpointMeetingHandler,
  RecordCheckpointNotHeldHandler,
  PublishGivenRatingHandler,
  RecordDashboardHandler,
  RecordGivenRatingHandler,
  RecordIndicatorValueHandler,
  RecordStageNotHeldHandler,
  RecordTeleconferenceHandler,
  ShareDraftHandler,
  SubmitForModerationHandler,
  TransferAssessmentHandler,
  ApplyFrameworkVersionHandler,
  UpdateActionHandler,
  WithdrawAssessmentHandler,
];

const queryHandlers = [
  ForeseeDecisionsByPanelHandler,
  ListAssessmentsHandler,
  ListIndicatorValuesHandler,
  ListRatingMovementsHandler,
  ListSharingsHandler,
  ReadAssessmentEventsHandler,
  ReadAssessmentHandler,
  ReadAssessmentsBeforePanelHandler,
  ReadAssessmentsInScopeHandler,
  ReadAssessmentsInSightHandler,
  ReadConsistencyHandler,
  ReadDomainStatusHandler,
  ReadLastMovesHandler,
  ReadModerationTrailHandler,
  ReadNationalGridHandler,
  ReadPeriodStatusHandler,
  ReadPredecessorsRatingsHandler,
  ReadRatingHistoryHandler,
  ReadBoardConsultationsHandler,
  ReadRatingsToPublishHandler,
  ReadRatingMovementsHandler,
  ReadWhatIfHandler,
  ForeseeFrameworkVersionsHandler,
  ListUnfinishedHandler,
  ReadWorkListHandler,
];

const readModels = [
  AreaStandingsQuery,
  AssessmentsQuery,
  DomainStatusQuery,
  IndicatorValuesQuery,
  ModerationTrailQuery,
  RatingHistoryQuery,
  RatingMovementsQuery,
  SharingsQuery,
  WorkList,
].map((query) => ({ provide: query, useFactory: (dataSource: DataSource) => new query(dataSource), inject: [DataSource] }));

const ratingsImport = {
  provide: PublishedRatingsImport,
  useFactory: (...parts: ConstructorParameters<typeof PublishedRatingsImport>) => new PublishedRatingsImport(...parts),
  inject: [ASSESSMENT_DECISIONS, OrganisationDirectory, FRAMEWORK_CATALOGUE],
};

const decisions = { provide: ASSESSMENT_DECISIONS, useFactory: assessmentDecisions, inject: [EVENT_STORE] };

const processes = {
  provide: ASSESSMENT_PROCESSES,
  useFactory: assessmentProcesses,
  inject: [ASSESSMENT_DECISIONS, PERSON_DIRECTORY, CLOCK],
};

/** What the composition root collects of this context. */
export const assessmentParts: ContextParts = {
  projections: assessmentProjections(readerOf(assessmentCodec)),
  migrations: assessmentMigrations,
  processes: [ASSESSMENT_PROCESSES],
  bulkEntryKinds: [ASSESSMENT_BULK_KINDS],
};

/**
 * Assessments: commands, decisions and what is read of them. Needs the catalogue, the organisation directory, the names of
 * people and a PERSON_DIRECTORY, which the composition root offers to every module.
 */
@Module({
  providers: [
    decisions,
    ratingsImport,
    processes,
    Assessments,
    AssessmentPublications,
    AttendanceNames,
    MetricScores,
    ThoseWhoDecided,
    CarriedTrajectories,
    AssessmentsInBulk,
    RatingsInBulk,
    IndicatorValuesInBulk,
    PublishedRatingsInBulk,
    FrameworkVersionsInBulk,
    assessmentBulkKinds,
    ...readModels,
    ...commandHandlers,
    ...queryHandlers,
  ],
  exports: [ASSESSMENT_BULK_KINDS, ASSESSMENT_DECISIONS, ASSESSMENT_PROCESSES, AssessmentPublications, PublishedRatingsImport],
})
export class AssessmentModule {}
