/** The commands the applications dispatch; permission and decision happen in their handlers. */
export { ChangeEdition, type EditionChange } from './application/change-edition.js';
export { FreezeEdition } from './application/freeze-edition.js';
export type { ScorecardOutcome, ScorecardSender } from './application/scorecards.js';
