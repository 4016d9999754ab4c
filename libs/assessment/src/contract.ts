/*
 * What other contexts and the applications may know of assessments: events, state, commands, and what is read from a state.
 */
export { type AssessmentEvent, type AssessmentEventOf, assessmentEvents } from './core/assessment/events.js';
export {
  type ComputedRating,
  type ComputeRatings,
  type FrameworkTerms,
  frameworkTerms,
  type ItemInForce,
  NOT_APPLICABLE,
  type Stage,
  STAGES,
} from './core/assessment/framework-terms.js';
export { AssessmentPublications } from './application/assessment-publications.js';
export { type AssessmentAnswer, ReadAssessment } from './application/read-assessment.js';
export { ReadAssessmentsInSight } from './application/assessments-in-sight.js';
export { ReadBoardConsultations } from './application/read-board-consultations.js';
export { ListAssessments, type PersonsWork, ReadDomainStatus, ReadPeriodStatus, ReadWorkList } from './application/read-lists.js';
export type { ActionOnList, WaitingAssessment } from './read/work-list/work-list-query.js';
export type { SharingOnList } from './read/sharings/sharings-query.js';
export { type RatingsToPublish, ReadRatingsToPublish } from './application/read-ratings-to-publish.js';
export { type FinalRatings, finalRatings } from './core/assessment/final-ratings.js';
export { type OpeningFacts, openingFacts } from './application/opening-facts.js';
export { ProposeRatings } from './application/propose-ratings.js';
export type { AssessmentRefusal, CommandSender, OpeningRule } from './application/assessments.js';
export type { OrganisationStatus, OrganisationYear } from './read/domain-status/domain-status-query.js';
export type { GridCell, GridItem } from './read/domain-status/grid.js';
export { assessmentCodec } from './core/assessment/codec.js';
export { type AssessmentCommand, type AssessmentCommandOf, assessmentDecider } from './core/assessment/decider.js';
export type { CommandBase, Decision } from './core/assessment/command.js';
export { evolve } from './core/assessment/evolve.js';
export { headlineItem, isComputed, itemInForce, itemsJudged, itemsRatedByHand } from './core/assessment/items-in-force.js';
export { type Judgement, judgementAsItStands, judgementOver, ratingsByItem, ratingUnder } from './core/assessment/judgement.js';
export { correctableFields } from './core/assessment/record-fields.js';
export { type AssessmentRule, assessmentRules } from './core/assessment/rule-book.js';
export { lastMaterialChangeOf, newMaterialSince, recordedSince } from './core/assessment/seen-and-unseen.js';
export * from './core/assessment/selectors.js';
export { organisationsView, unansweredComments, windowsNotOver } from './core/assessment/sharing.js';
export { nextStage, type StageEntry, stageTable, standingAfter, statusTable, transitions } from './core/assessment/stages.js';
export * from './core/assessment/state.js';
export {
  DecideByPanel,
  type DecisionByPanel,
  type DecisionByPanelOutcome,
  type DecisionForeseen,
  ForeseeDecisionsByPanel,
} from './application/decide-by-panel.js';
export { type AssessmentBeforePanel, ReadAssessmentsBeforePanel, ReadAssessmentsInScope } from './application/read-for-panels.js';
/** What the context of panels brings to decisions on assessments; it provides what this port asks for. */
export { NO_PANELS, type PanelFacts, type SittingFacts } from './core/assessment/panel-facts.js';
export { type PanelQuestion, PANELS_ON_ASSESSMENTS, type PanelsOnAssessments } from './application/panels-on-assessments.js';
