import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import type { Refusal } from '#kernel/refusal.js';
import type { PageSignIn } from '../../edge/access-hook.js';
import { statusOf } from '../../edge/problem-statuses.js';
import { ErrorPages } from './error-pages.js';
import { typedOf } from './form-fields.js';
import { SignInPage } from './sign-in-page.js';
import { Visitors } from './visitors.js';

/** Signs people in to pages by a session's cookie, and answers with a page where the API answers with a problem. */
@Injectable()
export class SessionSignIn implements PageSignIn {
  constructor(
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(ErrorPages) private readonly errors: ErrorPages,
    @Inject(SignInPage) private readonly signIn: SignInPage,
  ) {}

  isPage(request: FastifyRequest): boolean {
    return request.routeOptions.config.page === true;
  }

  personOf(request: FastifyRequest): Promise<Person | Refusal> {
    return this.visitors.of(request);
  }

  async refused(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<void> {
    // Who is signed in and has no role would come back from the provider as the same.
    if (statusOf(refusal.rule) !== 401 || refusal.rule === 'person-unknown') return this.errors.answer(request, reply, refusal);
    if (request.method !== 'POST') {
      void reply.redirect(`/sign-in?to=${encodeURIComponent(request.url)}`, 303);
      return;
    }
    await this.signIn.signedOut(request, reply, request.url, await typedOf(request.raw));
  }
}
