/**
 * A refusal is an expected outcome, so it is returned, never thrown: the rule that was broken, by its name, and what the
 * person needs to know to go on. The edge maps `rule` to a problem type once; tests assert refusals by `rule`.
 */
export interface Refusal<Rule extends string = string> {
  readonly refused: true;
  readonly rule: Rule;
  /** A sentence for the person: what was refused and what to do about it. */
  readonly detail: string;
  /** Where in the request the fault lies, as JSON pointers, when it lies in one place. */
  readonly errors?: readonly FieldError[];
  /** Facts a program needs to go on: the current revision, what is new since. JSON values only. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One faulty field: an RFC 6901 pointer into the request body and what is wrong with it. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** Builds a refusal by the rule it breaks. */
export function refuse<Rule extends string>(
  rule: Rule,
  detail: string,
  more: { errors?: readonly FieldError[]; facts?: Readonly<Record<string, unknown>> } = {},
): Refusal<Rule> {
  return { refused: true, rule, detail, ...more };
}

/** Tells a refusal from any other outcome. */
export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome && outcome.refused === true;
}
