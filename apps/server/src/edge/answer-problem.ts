import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '#kernel/refusal.js';
import type { ProblemError } from './problem.js';
import { problemOf } from './problem.js';
import { statusOf } from './problem-statuses.js';

/** Ends a request with `application/problem+json`. */
export function answerProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Pick<ProblemError, 'refusal' | 'headers'>,
): void {
  const body = problemOf(problem.refusal, { instance: pathOf(request), correlationId: request.id });
  void reply
    .status(statusOf(problem.refusal.rule))
    .headers({ ...challenge(problem.refusal), ...problem.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
}

/** RFC 6750: a 401 says how to sign in. */
function challenge(refusal: Refusal): Record<string, string> {
  if (statusOf(refusal.rule) !== 401) return {};
  return { 'WWW-Authenticate': refusal.rule === 'not-signed-in' ? 'Bearer' : 'Bearer error="invalid_token"' };
}

/** The query is left out: it may hold what somebody typed. */
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';
