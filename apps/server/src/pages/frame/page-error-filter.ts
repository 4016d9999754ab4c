import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOG } from '../../edge/log.js';
import { refusalOf, somethingWentWrong } from '../../edge/unexpected.js';
import { ErrorPages } from './error-pages.js';

/** Every error of a page becomes a page. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Logger,
    @Inject(ErrorPages) private readonly pages: ErrorPages,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const expected = refusalOf(thrown)?.refusal;
    if (expected === undefined) this.log.error({ req: request, err: thrown }, 'a page failed');
    if (reply.sent || reply.raw.headersSent) return;
    await this.pages.answer(request, reply, expected ?? somethingWentWrong);
  }
}
