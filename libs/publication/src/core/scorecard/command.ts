import { refuse, type Refusal } from '#kernel/refusal.js';
import type { ScorecardEvent } from './events.js';
import type { ScorecardRule } from './rule-book.js';
import { type Edition, editionIn, type Scorecard } from './state.js';

/** What every command brings: who, and the instant it is at the edge, in UTC with milliseconds. */
export interface ScorecardCommandBase {
  readonly actor: string;
  readonly now: string;
}

/** A command about one edition. */
export interface EditionCommandBase extends ScorecardCommandBase {
  readonly edition: number;
}

/** What a decision comes to: events, none when there is nothing new to say, or the rule that was broken. */
export type Decision = readonly ScorecardEvent[] | Refusal<ScorecardRule>;

/** The edition a command is about, or the refusal where there is none of that number. */
export const editionFor = (state: Scorecard, number: number): Edition | Refusal<ScorecardRule> =>
  editionIn(state, number) ?? refuse('edition-unknown', `There is no edition ${String(number)}. Nothing was recorded.`);
