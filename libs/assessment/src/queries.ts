/** The queries the applications dispatch; who may see what is settled in their handlers. */
export type {
  ActionView,
  AssessmentView,
  CommentView,
  GivenView,
  HeadlineView,
  IndicatorView,
  ItemView,
  ReadBackView,
  RecordView,
  SharingView,
  TrajectoryMonth,
  TrajectoryView,
} from './application/assessment-view.js';
export type { CarriedTrajectory } from './application/carried-trajectories.js';
export type { SharingOnList } from './read/sharings/sharings-query.js';
export { answeredBy } from './read/answered-by.js';
export { type AssessmentAnswer, ReadAssessment } from './application/read-assessment.js';
export { type AssessmentHistoryEvent, ReadAssessmentEvents } from './application/read-assessment-events.js';
export {
  ListAssessments,
  ListIndicatorValues,
  ListSharings,
  type PersonsWork,
  ReadDomainStatus,
  ReadNationalGrid,
  ReadPeriodStatus,
  ReadRatingHistory,
  ReadWorkList,
} from './application/read-lists.js';
export { type LastRating, type PredecessorRatings, ReadPredecessorsRatings } from './application/read-predecessors-ratings.js';
export { ForeseeFrameworkVersions, type VersionForeseen } from './application/foresee-framework-versions.js';
export { ListUnfinished, type Unfinished } from './application/list-unfinished.js';
export { ReadWhatIf, type WhatIfAnswer } from './application/read-what-if.js';
export { type ConsistencyReport, ReadConsistency } from './application/read-consistency.js';
export {
  ListRatingMovements,
  type MovementMatrix,
  type RatingMovements,
  ReadRatingMovements,
} from './application/read-rating-movements.js';
export { ReadModerationTrail } from './application/read-moderation-trail.js';
export type { AssessmentSummary } from './read/assessments/assessments-query.js';
export type { OrganisationStatus, OrganisationYear, UndatedRating } from './read/domain-status/domain-status-query.js';
export type { GridCell, GridItem, StatedRating } from './read/domain-status/grid.js';
export type { IndicatorValueOnList } from './read/indicator-values/indicator-values-query.js';
export type { ModerationTrail, TrailCell, TrailItem, TrailRound } from './read/moderation-trail/trail-shape.js';
export type { Page } from './read/per-assessment/moment.js';
export type { ComparedArea } from './read/rating-movements/consistency.js';
export {
  type DetailedMovement,
  MOVEMENT_GROUPS,
  MOVEMENT_STAGES,
  type MovementCount,
  type MovementGroup,
  type MovementStage,
} from './read/rating-movements/rating-movements-query.js';
export type { RatingChange } from './read/rating-history/rating-history-query.js';
export type { ActionOnList, CarriedAction, WaitingAssessment, WorkOnDesk } from './read/work-list/work-list-query.js';
export type { IndicatorField } from './core/assessment/indicator-fields.js';
export { describeEvent, type EventDescription, type EventKind } from './read/event-descriptions.js';
export { itemName, type Labels, ratingLabel } from './read/per-assessment/brief-terms.js';
export type { TrailStep } from './read/moderation-trail/trail-shape.js';
export { ReadLastMoves } from './application/read-last-moves.js';
export type { RatingMove } from './read/rating-movements/rating-movements-query.js';
export type { BeforePanel } from './application/panels-on-assessments.js';
export type { NationalCell, NationalFramework, NationalGrid } from './read/domain-status/national-grid.js';
