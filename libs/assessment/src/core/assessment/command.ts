import type { BusinessDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { AssessmentEvent } from './events.js';
import type { AssessmentRule } from './rule-book.js';

/** What every command brings: who, as which command, on which day, and the revision they had before them. */
export interface CommandBase {
  /** The id of the person signed in: who types, which is not always who judges. */
  readonly actor: string;
  /** A UUID; every id the command mints is derived from it. */
  readonly commandId: string;
  readonly today: BusinessDate;
  /** The revision seen (`If-Match`); judging commands are refused without it. */
  readonly judged?: bigint | undefined;
}

/** What a decision comes to: events, none when there is nothing new to say, or the rule that was broken. */
export type Decision = readonly AssessmentEvent[] | Refusal<AssessmentRule>;
export type Broken = Refusal<AssessmentRule> | undefined;
