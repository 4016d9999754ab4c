import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AccessLog, mayNot, type Person } from '#identity/contract.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import type { RouteAccess } from './access.js';
import { answerProblem } from './answer-problem.js';
import { readingOf } from './readings.js';
import type { Authentication } from './authentication.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends the request; absent on public routes, and on those for anyone where nobody is signed in. */
    person?: Person;
  }
}

/**
 * How pages sign people in: by a session, and with a page instead of a 401. The pages register one; without it every
 * route outside `Public` needs a bearer token.
 */
export interface PageSignIn {
  /** Whether this request is for a page rather than for the API. */
  isPage(request: FastifyRequest): boolean;
  /** Whose session it is, in the grant they act in; why nobody's. */
  personOf(request: FastifyRequest): Promise<Person | Refusal>;
  /** Answers somebody who is not signed in (redirect to sign-in) or may not see the page. */
  refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<void>;
}

/** The injection token of the PageSignIn, where there are pages. */
export const PAGE_SIGN_IN = Symbol('PageSignIn');

/** Answers with a page where a person in a browser waits, and not a program. */
export interface PageErrors {
  wants(request: FastifyRequest): boolean;
  answer(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<void>;
}

/** The injection token of the PageErrors, where there are pages. */
export const ERROR_PAGES = Symbol('ErrorPages');

/**
 * Decides access, and writes down what auditors read, before anything else of a request is looked at, its body among it: 401 comes before 400, 404 and 428. An
 * address of the API that does not exist is told to nobody but people signed in.
 */
export function guardRoutes(
  instance: FastifyInstance,
  authentication: Authentication,
  { pages, readings }: { readonly pages?: PageSignIn; readonly readings?: Pick<AccessLog, 'record'> } = {},
): void {
  instance.addHook('onRequest', async (request, reply) => {
    const access = accessTo(request);
    if (access.kind === 'public') return;
    const page = pages?.isPage(request) === true ? pages : undefined;
    const person = page === undefined ? await bearer(request, authentication) : await page.personOf(request);
    const refusal = isRefusal(person) ? unknownTo(access, person, page) : notAllowed(person, access);
    if (refusal === undefined) {
      if (isRefusal(person)) return;
      request.person = person;
      const reading = readingOf(request, person);
      if (reading !== undefined) await readings?.record(reading);
      return;
    }
    if (page === undefined) answerProblem(request, reply, { refusal, headers: {} });
    else await page.refused(request, reply, refusal);
    // Fastify waits for the answer that is under way instead of going on to the handler.
    return reply;
  });
}

/** The access a request needs: an unknown address needs a person inside the API and nothing outside. */
type NeededAccess = RouteAccess | { readonly kind: 'person' } | { readonly kind: 'nobody' };

function accessTo(request: FastifyRequest): NeededAccess {
  if (request.is404) return request.url.startsWith('/api/') ? { kind: 'person' } : { kind: 'public' };
  return request.routeOptions.config.access ?? { kind: 'nobody' };
}

/**
 * Why somebody who is not known is turned away. What is there for anyone they read as the public does: in pages also once they are
 * signed out; over the API unless they sent a token, which was meant to say who they are.
 */
function unknownTo(access: NeededAccess, refusal: Refusal, page: PageSignIn | undefined): Refusal | undefined {
  const readsOn = access.kind === 'anyone' && (page !== undefined || refusal.rule === 'not-signed-in');
  return readsOn ? undefined : refusal;
}

function notAllowed(person: Person, access: Exclude<NeededAccess, { kind: 'public' }>): Refusal | undefined {
  if (access.kind === 'person' || access.kind === 'anyone') return undefined;
  if (access.kind === 'nobody') return refuse('role-may-not', 'Nobody may use this address. Nothing was recorded.');
  return mayNot(person, access.permission);
}

const bearer = (request: FastifyRequest, authentication: Authentication): Promise<Person | Refusal> =>
  authentication.fromHeaders(request.headers);
