import type { FieldError, Refusal } from '#kernel/refusal.js';
import { refuse } from '#kernel/refusal.js';
import { statusOf } from './problem-statuses.js';

/** RFC 9457, as every error of the service is answered. Facts a program needs to go on are members of their own. */
export interface Problem {
  /** `/problems/<rule>`: the stable name of the broken rule, and the address of the page that explains it. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A sentence for the person: what happened, what was kept, what to do. */
  readonly detail: string;
  /** The path of the request. */
  readonly instance: string;
  /** Joins the answer with the log's lines about it. */
  readonly correlationId: string;
  readonly errors?: readonly (FieldError & { readonly in?: 'body' | 'query' | 'path' | 'header' })[];
  readonly [fact: string]: unknown;
}

/** An expected end of a request, thrown at the edge only: the filter turns it into a problem. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly refusal: Refusal,
    /** Headers of the answer, e.g. `Retry-After`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.rule);
  }
}

/** Ends the request with a problem: a rule's name, a sentence, and what more `refuse` takes. */
export function problem(rule: string, detail: string, more: Parameters<typeof refuse>[2] = {}): ProblemError {
  return new ProblemError(refuse(rule, detail, more), retryHeaders(statusOf(rule)));
}

/** A 503 says when to come back; one second is enough for what passes by itself. */
export const retryHeaders = (status: number): Readonly<Record<string, string>> => (status === 503 ? { 'Retry-After': '1' } : {});

/** The rule's name as people read it. */
export const titleOf = (rule: string): string => {
  const words = rule.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The body of a refusal's answer. */
export function problemOf(refusal: Refusal, request: { readonly instance: string; readonly correlationId: string }): Problem {
  return {
    ...jsonSafe(refusal.facts ?? {}),
    type: `/problems/${refusal.rule}`,
    title: titleOf(refusal.rule),
    status: statusOf(refusal.rule),
    detail: refusal.detail,
    ...request,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  };
}

/** Positions and revisions are strings at every JSON edge. */
function jsonSafe(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(facts, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ) as Record<string, unknown>;
}
