import { type FieldError, refuse, type Refusal } from '#kernel/refusal.js';
import type { Broken } from './command.js';
import type { AssessmentRule } from './rule-book.js';

const at = (pointer: string, detail: string): { errors: readonly FieldError[] } => ({ errors: [{ pointer, detail }] });
/** A refusal by a rule of this rule book. */
export const broken = (rule: AssessmentRule, detail: string, more: Parameters<typeof refuse>[2] = {}): Refusal<AssessmentRule> =>
  refuse(rule, detail, more);
/** A refusal whose fault lies in one field. */
export const atField = (rule: AssessmentRule, pointer: string, detail: string): Refusal<AssessmentRule> =>
  broken(rule, detail, at(pointer, detail));

/** The first rule broken by any of the values, in their order. */
export function firstBroken<Value>(values: readonly Value[], rule: (value: Value, index: number) => Broken): Broken {
  for (const [index, value] of values.entries()) {
    const refusal = rule(value, index);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
