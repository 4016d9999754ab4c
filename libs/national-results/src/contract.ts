/** What other contexts may know of national results. */
export type { NationalResults } from './core/national-results/events.js';
export type { NationalResultsRule } from './core/national-results/decider.js';
