import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '#kernel/refusal.js';
import { statusOf } from '../../edge/problem-statuses.js';
import { retryHeaders } from '../../edge/problem.js';
import { Pages } from './pages.js';

const HEADINGS: Readonly<Record<number, string>> = {
  400: 'The address or the form could not be read',
  401: 'You have no part in this service',
  403: 'This is not yours to see or do',
  404: 'Page not found',
  409: 'This cannot be done as things stand',
  413: 'That was too much at once',
  429: 'Too many requests',
  500: 'Sorry, the service failed',
  503: 'Not ready yet',
};

/** Answers with a page where the API would answer with a problem. */
@Injectable()
export class ErrorPages {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  /** Whether a person in a browser waits for the answer, by the route or, where there is none, by what they accept. */
  wants(request: FastifyRequest): boolean {
    if (!request.is404) return request.routeOptions.config.page === true;
    return !request.url.startsWith('/api/') && request.headers.accept?.includes('text/html') === true;
  }

  /** The page that says what happened, what was kept and what to do. */
  async answer(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): Promise<void> {
    const status = statusOf(refusal.rule);
    const heading = HEADINGS[status] ?? 'This was not done';
    void reply.status(status).headers(retryHeaders(status));
    await this.pages.show(request, reply, 'error.njk', {
      section: 'none',
      title: heading,
      heading,
      detail: refusal.detail,
      correlationId: status >= 500 ? request.id : undefined,
    });
  }
}
