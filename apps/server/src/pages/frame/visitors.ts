import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
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

  /** The id of the person signed in. */
  async idOf(request: FastifyRequest): Promise<string | undefined> {
    const key = this.keyOf(request);
    return key === undefined ? undefined : this.sessions.personOf(key);
  }

  /** The person signed in; on public pages nobody has to be. */
  async personOf(request: FastifyRequest): Promise<Person | undefined> {
    if (request.person !== undefined) return request.person;
    const id = await this.idOf(request);
    const person = id === undefined ? undefined : await this.authentication.byId(id);
    return person === undefined || isRefusal(person) ? undefined : person;
  }
}
