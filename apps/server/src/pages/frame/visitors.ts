import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.js';
import { AUTHENTICATION, type Authentication } from '../../edge/authentication.js';
import { PageSettings } from './page-settings.js';
import { Sessions } from './sessions.js';

/** Finds out who looks at a page, by the session their cookie names. */
@Injectable()
export class Visitors {
  constructor(
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(PageSettings) private readonly settings: PageSettings,
    @Inject(AUTHENTICATION) private readonly authentication: Authentication,
  ) {}

  /** The key of the session, as the cookie carries it. */
  keyOf(request: FastifyRequest): string | undefined {
    return request.cookies[this.settings.cookie('session')];
  }

  /** The person signed in, in the grant they chose, or the first one they hold where they did not choose or lost it. */
  async of(request: FastifyRequest): Promise<Person | Refusal> {
    const key = this.keyOf(request);
    const session = key === undefined ? undefined : await this.sessions.find(key);
    if (session === undefined) return refuse('not-signed-in', 'Sign in first.');
    const person = await this.authentication.byId(session.person, session.acting ?? undefined);
    return isRefusal(person) && person.rule === 'role-not-held' ? this.authentication.byId(session.person) : person;
  }

  /** The person signed in; on public pages nobody has to be. */
  async personOf(request: FastifyRequest): Promise<Person | undefined> {
    if (request.person !== undefined) return request.person;
    const person = await this.of(request);
    return isRefusal(person) ? undefined : person;
  }
}
