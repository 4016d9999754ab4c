import type { BusinessDate } from '#kernel/business-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { PanelEvent } from './events.js';
import type { ModerationRule } from './rule-book.js';

/** What every command brings: who types, as which command, on which day. */
export interface CommandBase {
  readonly actor: string;
  /** A UUID; every id the command mints is derived from it. */
  readonly commandId: string;
  readonly today: BusinessDate;
}

/** What a decision comes to: events, none when there is nothing new to say, or the rule that was broken. */
export type Decision = readonly PanelEvent[] | Refusal<ModerationRule>;
export type Broken = Refusal<ModerationRule> | undefined;

/** A refusal by a rule of this rule book. */
export const broken = (rule: ModerationRule, detail: string, more: Parameters<typeof refuse>[2] = {}): Refusal<ModerationRule> =>
  refuse(rule, detail, more);

/** A refusal whose fault lies in one field. */
export const atField = (rule: ModerationRule, pointer: string, detail: string): Refusal<ModerationRule> =>
  broken(rule, `${detail} Nothing was recorded.`, { errors: [{ pointer, detail }] });

/** The first rule broken by any of the values, in their order. */
export function firstBroken<Value>(values: readonly Value[], rule: (value: Value, index: number) => Broken): Broken {
  for (const [index, value] of values.entries()) {
    const refusal = rule(value, index);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
