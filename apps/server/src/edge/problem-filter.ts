import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Optional } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ERROR_PAGES, type PageErrors } from './access-hook.js';
import { answerProblem } from './answer-problem.js';
import { LOG } from './log.js';
import { refusalOf, somethingWentWrong } from './unexpected.js';

/** Every error of every route, unknown routes and unreadable bodies among them, becomes a problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Logger,
    @Optional() @Inject(ERROR_PAGES) private readonly pages?: PageErrors,
  ) {}

  async catch(thrown: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const expected = refusalOf(thrown);
    if (expected === undefined) this.log.error({ req: request, err: thrown }, 'a request failed');
    if (reply.sent || reply.raw.headersSent) return;
    if (this.pages?.wants(request))
      return this.pages.answer(request, reply, (expected ?? { refusal: somethingWentWrong }).refusal);
    answerProblem(request, reply, expected ?? { refusal: somethingWentWrong, headers: {} });
  }
}
