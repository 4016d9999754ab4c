import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import { problem, ProblemError, retryHeaders } from './problem.js';
import { statusOf } from './problem-statuses.js';

/** What comes with a command besides its body. */
export interface CommandContext {
  readonly person: Person;
  /** Absent: sent twice, it is two commands. */
  readonly idempotencyKey: string | undefined;
  readonly correlationId: string;
  /** The revision the person saw (`If-Match`). */
  readonly judged: bigint | undefined;
}

/** Whether a route insists on `If-Match`; or leaves it alone, because it names something other than a revision. */
export interface CommandContextOptions {
  readonly ifMatch: 'required' | 'optional' | 'draft';
}

const context = createParamDecorator((options: CommandContextOptions, execution: ExecutionContext): CommandContext => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const judged = options.ifMatch === 'draft' ? undefined : revisionOf(request.headers['if-match']);
  if (judged === undefined && options.ifMatch === 'required') {
    throw problem(
      'judged-revision-missing',
      'This judges a revision: send If-Match: "<revision>" with the ETag of what you saw. Nothing was recorded.',
    );
  }
  const idempotencyKey = keyOf(request.headers['idempotency-key']);
  return { person: signedIn(request), idempotencyKey, correlationId: request.id, judged };
});

/** A parameter of a command's route: who sends it and the headers that go with it. `If-Match` is optional unless required. */
export const Context = (options: CommandContextOptions = { ifMatch: 'optional' }): ParameterDecorator => context(options);

/** The person signed in, as a parameter of a route that is not public. */
export const SignedIn = createParamDecorator((_: unknown, execution: ExecutionContext): Person =>
  signedIn(execution.switchToHttp().getRequest<FastifyRequest>()),
);

/** Whoever asks, as a parameter of a route for anyone; undefined is the public. */
export const Whoever = createParamDecorator(
  (_: unknown, execution: ExecutionContext): Person | undefined => execution.switchToHttp().getRequest<FastifyRequest>().person,
);

function signedIn(request: FastifyRequest): Person {
  if (request.person === undefined) throw new Error('a public route asked who is signed in');
  return request.person;
}

/** A revision is sent as a strong entity tag: its number in quotes. */
function revisionOf(header: string | undefined): bigint | undefined {
  if (header === undefined) return undefined;
  const revision = /^"(\d{1,18})"$/.exec(header.trim())?.[1];
  if (revision === undefined)
    throw headerProblem('If-Match', 'must be one revision in double quotes, e.g. "7". Nothing was recorded.');
  return BigInt(revision);
}

function keyOf(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(header))
    throw headerProblem('Idempotency-Key', 'must be 1 to 200 printable characters. Nothing was recorded.');
  return header;
}

const headerProblem = (name: string, detail: string): ProblemError => problem('header-not-valid', `The header ${name} ${detail}`);

/** The body of the answer to a command. */
export interface CommandAnswer {
  readonly revision: string;
  readonly position: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** Answers a command: a refusal ends the request with its problem, anything else with what was recorded and where it lies. */
export function answerCommand(
  outcome: Recorded | Refusal,
  reply: FastifyReply,
  more: { readonly status?: 200 | 201; readonly location?: string } = {},
): CommandAnswer {
  if (isRefusal(outcome)) throw new ProblemError(outcome, retryHeaders(statusOf(outcome.rule)));
  const { status = 201, location } = more;
  const position = String(outcome.position);
  void reply.status(status).headers({ ETag: `"${String(outcome.revision)}"`, 'Log-Position': position });
  if (location !== undefined) void reply.header('Location', location);
  return { revision: String(outcome.revision), position, events: outcome.events.map(({ id, type }) => ({ id, type })) };
}
