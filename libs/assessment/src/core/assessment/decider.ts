import { type RefuseReopening, refuseReopening, type Reopen, reopen, type RequestReopening, requestReopening } from './reopen.js';
import type { Decider } from '#kernel/decider.js';
import { agreeTrajectory, type AgreeTrajectory, reviseTrajectory, type ReviseTrajectory } from './agree-trajectory.js';
import { applyFrameworkVersion, type ApplyFrameworkVersion } from './apply-framework-version.js';
import { answerComment, type AnswerComment } from './answer-comment.js';
import { attachEvidence, type AttachEvidence, withdrawEvidence, type WithdrawEvidence } from './attach-evidence.js';
import { closeSharing, type CloseSharing } from './close-sharing.js';
import type { Decision } from './command.js';
import { commentOnDraft, type CommentOnDraft } from './comment-on-draft.js';
import { confirmRatings, type ConfirmRatings } from './confirm-ratings.js';
import { consultBoard, type ConsultBoard } from './consult-board.js';
import { correctRecord, type CorrectRecord } from './correct-record.js';
import { decideStage, type DecideStage } from './decide-stage.js';
import type { AssessmentEvent } from './events.js';
import { evolve } from './evolve.js';
import type { ComputeRatings } from './framework-terms.js';
import { noteActionFellDue, type NoteActionFellDue } from './note-action-fell-due.js';
import { openAssessment, type OpenAssessment } from './open-assessment.js';
import { passOnAction, type PassOnAction } from './pass-on-action.js';
import { planCheckpoint, type PlanCheckpoint } from './plan-checkpoint.js';
import { proposeRatings, type ProposeRatings } from './propose-ratings.js';
import { readBackNote, type ReadBackNote } from './read-back-note.js';
import { recordCheckpointMeeting, type RecordCheckpointMeeting } from './record-checkpoint-meeting.js';
import { recordCheckpointNotHeld, type RecordCheckpointNotHeld } from './record-checkpoint-not-held.js';
import {
  publishGivenRating,
  type PublishGivenRating,
  recordGivenPublication,
  type RecordGivenPublication,
  recordGivenRating,
  type RecordGivenRating,
} from './record-given-rating.js';
import { recordIndicatorValues, type RecordIndicatorValues } from './record-indicator-values.js';
import {
  recordPublication,
  type RecordPublication,
  withdrawPublication,
  type WithdrawPublication,
} from './record-publication.js';
import { recordStageNotHeld, type RecordStageNotHeld } from './record-stage-not-held.js';
import { recordTrajectoryValues, type RecordTrajectoryValues } from './record-trajectory-values.js';
import { recordTeleconference, type RecordTeleconference } from './record-teleconference.js';
import type { AssessmentRule } from './rule-book.js';
import { shareDraft, type ShareDraft } from './share-draft.js';
import { type Assessment, initialState } from './state.js';
import {
  recallSubmission,
  type RecallSubmission,
  submitForModeration,
  type SubmitForModeration,
} from './submit-for-moderation.js';
import { correctTranscription, type CorrectTranscription, transcribeRating, type TranscribeRating } from './transcribe-rating.js';
import { transferAssessment, type TransferAssessment } from './transfer-assessment.js';
import { updateAction, type UpdateAction } from './update-action.js';
import { withdrawAssessment, type WithdrawAssessment } from './withdraw-assessment.js';
import { withdrawRecord, type WithdrawRecord } from './withdraw-record.js';

/** Everything that can be asked of an assessment. */
export type AssessmentCommand =
  | OpenAssessment
  | PlanCheckpoint
  | RecordCheckpointNotHeld
  | RecordCheckpointMeeting
  | RecordTeleconference
  | UpdateAction
  | NoteActionFellDue
  | PassOnAction
  | AttachEvidence
  | WithdrawEvidence
  | RecordIndicatorValues
  | RecordGivenRating
  | PublishGivenRating
  | RecordGivenPublication
  | AgreeTrajectory
  | ReviseTrajectory
  | RecordTrajectoryValues
  | ProposeRatings
  | SubmitForModeration
  | RecallSubmission
  | DecideStage
  | RecordStageNotHeld
  | ConfirmRatings
  | CorrectRecord
  | WithdrawRecord
  | WithdrawAssessment
  | TransferAssessment
  | ApplyFrameworkVersion
  | ShareDraft
  | CloseSharing
  | CommentOnDraft
  | AnswerComment
  | RecordPublication
  | WithdrawPublication
  | ReadBackNote
  | ConsultBoard
  | RequestReopening
  | Reopen
  | RefuseReopening
  | TranscribeRating
  | CorrectTranscription;

export type AssessmentCommandOf<Type extends AssessmentCommand['type']> = Extract<AssessmentCommand, { type: Type }>;

type Decisions = {
  readonly [Type in AssessmentCommand['type']]: (command: AssessmentCommandOf<Type>, state: Assessment) => Decision;
};

/** The table of contents: each command and its decision. */
const decisionsWith = (compute: ComputeRatings): Decisions => ({
  'open-assessment': openAssessment,
  'plan-checkpoint': planCheckpoint,
  'record-checkpoint-not-held': recordCheckpointNotHeld,
  'record-checkpoint-meeting': recordCheckpointMeeting,
  'record-teleconference': recordTeleconference,
  'update-action': updateAction,
  'note-action-fell-due': noteActionFellDue,
  'pass-on-action': passOnAction,
  'attach-evidence': attachEvidence,
  'withdraw-evidence': withdrawEvidence,
  'record-indicator-values': recordIndicatorValues,
  'record-given-rating': recordGivenRating(compute),
  'publish-given-rating': publishGivenRating,
  'record-given-publication': recordGivenPublication,
  'agree-trajectory': agreeTrajectory,
  'revise-trajectory': reviseTrajectory,
  'record-trajectory-values': recordTrajectoryValues,
  'propose-ratings': proposeRatings,
  'submit-for-moderation': submitForModeration(compute),
  'recall-submission': recallSubmission,
  'decide-stage': decideStage(compute),
  'record-stage-not-held': recordStageNotHeld,
  'confirm-ratings': confirmRatings,
  'correct-record': correctRecord(compute),
  'withdraw-record': withdrawRecord(compute),
  'withdraw-assessment': withdrawAssessment,
  'transfer-assessment': transferAssessment,
  'apply-framework-version': applyFrameworkVersion(compute),
  'share-draft': shareDraft,
  'close-sharing': closeSharing,
  'comment-on-draft': commentOnDraft,
  'answer-comment': answerComment,
  'record-publication': recordPublication,
  'withdraw-publication': withdrawPublication,
  'read-back-note': readBackNote,
  'consult-board': consultBoard,
  'request-reopening': requestReopening,
  reopen,
  'refuse-reopening': refuseReopening,
  'transcribe-rating': transcribeRating,
  'correct-transcription': correctTranscription,
});

/** The assessment's behaviour; what the pack's rules compute comes in from the frameworks context. */
export function assessmentDecider(
  compute: ComputeRatings,
): Decider<Assessment, AssessmentCommand, AssessmentEvent, AssessmentRule> {
  const decisions = decisionsWith(compute);
  const decide = <Type extends AssessmentCommand['type']>(
    command: { [Each in Type]: AssessmentCommandOf<Each> }[Type],
    state: Assessment,
  ): Decision => decisions[command.type](command, state);
  return { initialState, evolve, decide };
}
