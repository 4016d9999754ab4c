/** What contexts and applications may ask of the read models of assessments, and the shapes of the answers. */
export { assessmentEntities, assessmentMigrations, assessmentProjections } from './assessment-read-models.js';
export { AssessmentsQuery, type AssessmentsQuestion, type AssessmentSummary } from './assessments/assessments-query.js';
export { auditedAssessments } from './audited-assessments.js';
export {
  DomainStatusQuery,
  type OrganisationStatus,
  type OrganisationYear,
  type PeriodQuestion,
  type StatusQuestion,
  type UndatedRating,
} from './domain-status/domain-status-query.js';
export type { EmptyReason } from './domain-status/cells.js';
export type { GridCell, GridItem, StatedRating } from './domain-status/grid.js';
export { describeEvent, type EventDescription, type EventKind } from './event-descriptions.js';
export { ModerationTrailQuery } from './moderation-trail/moderation-trail-query.js';
export {
  type ModerationTrail,
  TRAIL_STAGES,
  type TrailCell,
  type TrailItem,
  type TrailOfItem,
  type TrailOutcome,
  type TrailRound,
  type TrailStage,
  type TrailStep,
} from './moderation-trail/trail-shape.js';
export { itemName, type Labels, ratingLabel } from './per-assessment/brief-terms.js';
export type { Moment, Page } from './per-assessment/moment.js';
export { type RatingChange, RatingHistoryQuery, type RatingHistoryQuestion } from './rating-history/rating-history-query.js';
export { type ActionOnList, type Desk, type WaitingAssessment, WorkList, type WorkOnDesk } from './work-list/work-list-query.js';
