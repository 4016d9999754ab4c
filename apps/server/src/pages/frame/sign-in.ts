import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { isRefusal } from '#kernel/refusal.js';
import { AUTHENTICATION, type Authentication } from '../../edge/authentication.js';
import { LOG } from '../../edge/log.js';
import { reasonOfFailure, type SignedIn } from '../../identity/identity-provider.js';
import { SIGN_IN_PARTS, type SignInParts } from '../../identity/sign-in-parts.js';
import { PageSettings } from './page-settings.js';
import { type SignInAttempt, SignInAttempts, type TypedFields } from './sign-in-attempts.js';
import { type SignInFailure, SignInPage } from './sign-in-page.js';
import { Sessions } from './sessions.js';
import { Visitors } from './visitors.js';

const NOT_THERE: SignInFailure = {
  status: 503,
  heading: 'The identity provider does not answer',
  detail: 'Nobody can sign in just now. Nothing was recorded. Try again in a minute.',
};
const TOO_LATE: SignInFailure = {
  status: 400,
  heading: 'This sign-in was begun too long ago, or elsewhere',
  detail: 'Nothing was recorded. Sign in again.',
};
const REFUSED: SignInFailure = {
  status: 400,
  heading: 'You are not signed in',
  detail:
    'Your identity provider did not sign you in. Nothing was recorded. Try again; if it happens again, tell the people who run this service when it was.',
};

/** Signs people in to the pages at the identity provider, and out again: one way, whichever provider it is. */
@Injectable()
export class SignIn {
  constructor(
    @Inject(SIGN_IN_PARTS) private readonly parts: SignInParts,
    @Inject(SignInPage) private readonly page: SignInPage,
    @Inject(SignInAttempts) private readonly attempts: SignInAttempts,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
    @Inject(PageSettings) private readonly settings: PageSettings,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** Sends somebody to the provider. What they typed is kept for when they come back. */
  async begin(request: FastifyRequest, reply: FastifyReply, to: string, typed: TypedFields = []): Promise<void> {
    const begun = await this.parts.provider.begin().catch((error: unknown) => this.#log(reasonOfFailure(error)));
    if (begun === undefined) return this.page.failed(request, reply, NOT_THERE);
    const { address, question } = begun;
    await this.attempts.keep(this.#browserKey(request, reply), question.state, { question, to, typed });
    if (request.method === 'POST') return this.page.leave(request, reply, 'Signing in', address);
    void reply.header('Cache-Control', 'no-store').redirect(address.href, 303);
  }

  /** Somebody comes back from the provider: begins their session, or says why not. */
  async arrive(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const query = request.url.slice(request.url.indexOf('?'));
    const [key, state] = [request.cookies[this.#cookie], new URLSearchParams(query).get('state')];
    const attempt = key === undefined || state === null ? undefined : await this.attempts.take(key, state);
    if (key === undefined || attempt?.question === undefined) return this.page.failed(request, reply, TOO_LATE);
    const answer = this.parts.provider.complete(query, attempt.question);
    const signedIn = await answer.catch((error: unknown) => this.#log(reasonOfFailure(error)));
    if (signedIn === undefined) return this.page.failed(request, reply, REFUSED);
    const person = signedIn.subject === undefined ? undefined : await this.parts.personOf(signedIn.subject);
    if (person === undefined || isRefusal(await this.authentication.byId(person)))
      return this.#stranger(request, reply, signedIn, person);
    await this.#beginSession(request, reply, person, signedIn.idToken);
    void reply.redirect(await this.#goingOn(key, attempt), 303);
  }

  /** What somebody typed before they had to sign in again; undefined once that is too long ago. */
  typed(request: FastifyRequest, name: string): Promise<SignInAttempt | undefined> {
    const key = request.cookies[this.#cookie];
    return key === undefined ? Promise.resolve(undefined) : this.attempts.find(key, name);
  }

  /** Ends the session for good, here and, where the provider lets it be asked, there. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const key = this.visitors.keyOf(request);
    const idToken = key === undefined ? undefined : await this.sessions.end(key);
    const { settings } = this;
    for (const name of ['session', 'form', 'sign-in'])
      void reply.clearCookie(settings.cookie(name), { path: '/', secure: settings.secure });
    const address = idToken === undefined ? undefined : await this.#signOutAddress(idToken);
    if (address !== undefined) return this.page.leave(request, reply, 'Signing out', address);
    void reply.redirect('/', 303);
  }

  async #beginSession(request: FastifyRequest, reply: FastifyReply, person: string, idToken: string): Promise<void> {
    const before = this.visitors.keyOf(request);
    if (before !== undefined) await this.sessions.end(before);
    const session = await this.sessions.begin(person, idToken);
    void reply.setCookie(this.settings.cookie('session'), session, this.#cookieFor(this.settings.sessionSeconds));
  }

  /** Where to go on: to a page of its own where something was typed, from which it is sent once more. */
  async #goingOn(key: string, { to, typed }: SignInAttempt): Promise<string> {
    if (typed.length === 0) return to;
    const name = randomUUID();
    await this.attempts.keep(key, name, { to, typed });
    return `/sign-in/typed?of=${name}`;
  }

  async #stranger(
    request: FastifyRequest,
    reply: FastifyReply,
    { subject, idToken }: SignedIn,
    person: string | undefined,
  ): Promise<void> {
    this.#log({ reason: person === undefined ? 'nobody is registered under the subject' : 'no role is in force', person });
    const detail =
      person === undefined
        ? 'Your identity provider knows you, and nobody is registered here under what it calls you. An administrator registers people and grants them roles.'
        : 'You are registered here, and hold no role today. An administrator grants roles.';
    const signOutAddress = (await this.#signOutAddress(idToken))?.href;
    return this.page.failed(request, reply, {
      ...{ status: 403, heading: 'You have no part in this service yet', detail, signOutAddress },
      subject: person === undefined ? subject : undefined,
    });
  }

  #signOutAddress(idToken: string): Promise<URL | undefined> {
    return this.parts.provider.signOutAddress(idToken).catch((error: unknown) => this.#log(reasonOfFailure(error)));
  }

  #log(facts: Readonly<Record<string, unknown>>): undefined {
    this.log.warn(facts, 'a sign-in came to nothing');
    return undefined;
  }

  /** The key of the browser's attempts, made and given to it where it has none. */
  #browserKey(request: FastifyRequest, reply: FastifyReply): string {
    const known = request.cookies[this.#cookie];
    if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
    const key = this.attempts.newKey();
    void reply.setCookie(this.#cookie, key, this.#cookieFor(this.settings.sessionSeconds));
    return key;
  }

  get #cookie(): string {
    return this.settings.cookie('sign-in');
  }

  #cookieFor(maxAge: number) {
    // Lax: somebody who comes back from the provider comes from another site.
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.settings.secure, maxAge } as const;
  }
}
