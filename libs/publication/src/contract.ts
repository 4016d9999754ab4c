/** What other contexts and the applications may know of publication. */
export { type ScorecardRule, scorecardRules } from './core/scorecard/rule-book.js';
export { type ScorecardData, type ScorecardEvent, scorecardEvents } from './core/scorecard/events.js';
export {
  type Channel,
  CHANNELS,
  EDITION_KINDS,
  type EditionKind,
  editionId,
  editionNamed,
  kindsOfEdition,
  OMISSION_REASONS,
  type OmissionReason,
} from './core/scorecard/kinds.js';
export { ListScorecards, type ScorecardAnswer } from './application/read-editions.js';
export { type EditionStanding } from './core/scorecard/standing.js';
export type { EditionContent, EditionEntry, EditionItem, Omission } from './core/scorecard/content.js';
