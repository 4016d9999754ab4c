/** The commands the applications dispatch; permission and decision happen in their handlers. */
export type { AssessmentOutcome, AssessmentRefusal, CommandSender, OpeningRule } from './application/assessments.js';
export { AnswerComment } from './application/answer-comment.js';
export { ApplyFrameworkVersion } from './application/apply-framework-version.js';
export { AttachEvidence } from './application/attach-evidence.js';
export { CloseSharing } from './application/close-sharing.js';
export { CommentOnDraft } from './application/comment-on-draft.js';
export { ConfirmRatings } from './application/confirm-ratings.js';
export { ConsultBoard } from './application/consult-board.js';
export { CorrectRecord } from './application/correct-record.js';
export { DecideStage } from './application/decide-stage.js';
export { assessmentIdOf, OpenAssessment } from './application/open-assessment.js';
export { PlanCheckpoint } from './application/plan-checkpoint.js';
export { ProposeRatings } from './application/propose-ratings.js';
export { ReadBackNote } from './application/read-back-note.js';
export { RecallSubmission } from './application/recall-submission.js';
export { RecordCheckpointMeeting } from './application/record-checkpoint-meeting.js';
export { RecordCheckpointNotHeld } from './application/record-checkpoint-not-held.js';
export { RecordDashboard, RecordIndicatorValue } from './application/record-indicator-values.js';
export { PublishGivenRating, RecordGivenRating } from './application/record-given-rating.js';
export { RecordStageNotHeld } from './application/record-stage-not-held.js';
export { RecordTeleconference } from './application/record-teleconference.js';
export { RefuseReopening, ReopenRatings, RequestReopening } from './application/reopen-ratings.js';
export { ShareDraft } from './application/share-draft.js';
export { SubmitForModeration } from './application/submit-for-moderation.js';
export { TransferAssessment } from './application/transfer-assessment.js';
export { AgreeTrajectory, RecordTrajectoryValues, ReviseTrajectory } from './application/follow-trajectory.js';
export { UpdateAction } from './application/update-action.js';
export { WithdrawAssessment } from './application/withdraw-assessment.js';
export {
  ASSESSMENT_DECISIONS,
  type AssessmentDecisions,
  assessmentDecisions,
  assessmentStream,
} from './application/assessment-decisions.js';
export { ASSESSMENT_PROCESSES, assessmentProcesses } from './application/processes.js';
