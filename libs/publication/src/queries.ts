/** The queries the applications dispatch; who sees what is settled in their handlers. */
export { type Draft, explanations, type NotReady } from './application/assemble-draft.js';
export { scorecardNamed } from './application/drafts.js';
export type { DrawnFrom, EditionAnswer, EditionBrief, EditionInPreparation } from './application/edition-view.js';
export {
  ListScorecards,
  ReadDraft,
  ReadEdition,
  ReadEditionContent,
  ReadLookedAtAgain,
  ReadScorecard,
  type ScorecardAnswer,
} from './application/read-editions.js';
export type { EditionMoment } from './application/reading-moments.js';
export {
  editionColumns,
  editionMetadata,
  editionRows,
  giversOf,
  publishedRating,
  type EditionColumn,
} from './application/edition-table.js';
export type { PublicCell, PublicItem } from './application/published-items.js';
export { type PublicNotice, type PublicYear, ReadPublicYear } from './application/read-public-year.js';
