import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Pages } from './pages.js';
import type { TypedFields } from './sign-in-attempts.js';

/** The pages on the way to the identity provider and back. */
@Injectable()
export class SignInPage {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  /** Somebody sent a form after their session had ended: what they typed goes through the sign-in with them. */
  async signedOut(request: FastifyRequest, reply: FastifyReply, to: string, typed: TypedFields): Promise<void> {
    void reply.status(401);
    return this.pages.show(request, reply, 'sign-in/signed-out.njk', {
      section: 'none',
      title: 'You were signed out',
      to,
      typed,
    });
  }

  /** And comes back with them. */
  async signedInAgain(request: FastifyRequest, reply: FastifyReply, to: string, typed: TypedFields): Promise<void> {
    return this.pages.show(request, reply, 'sign-in/typed.njk', { section: 'none', title: 'You are signed in again', to, typed });
  }

  /**
   * Leads to an address elsewhere after a form was sent here: a redirect would count as the form's own, which goes nowhere but to us
   * by the pages' policy.
   */
  async leave(request: FastifyRequest, reply: FastifyReply, title: string, address: URL): Promise<void> {
    return this.pages.show(request, reply, 'sign-in/leave.njk', { section: 'none', title, address: address.href });
  }

  /** Why somebody is not signed in, and what to do. */
  async failed(request: FastifyRequest, reply: FastifyReply, { status, ...words }: SignInFailure): Promise<void> {
    void reply.status(status);
    return this.pages.show(request, reply, 'sign-in/failed.njk', { section: 'none', title: words.heading, ...words });
  }
}

/** What a page says about a sign-in that came to nothing. */
export interface SignInFailure {
  readonly status: 400 | 403 | 503;
  readonly heading: string;
  readonly detail: string;
  /** What the provider calls them, for an administrator who is to register them. */
  readonly subject?: string | undefined;
  /** Where to sign out at the provider, to come back as somebody else. */
  readonly signOutAddress?: string | undefined;
}

/** Only ever a path of our own: an address elsewhere would lend our sign-in to others. */
export const ownPath = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/work');
