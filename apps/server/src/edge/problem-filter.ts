import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { answerProblem } from './answer-problem.js';
import { LOG } from './log.js';
import { refusalOf, somethingWentWrong } from './unexpected.js';

/** Every error of every route, unknown routes and unreadable bodies among them, becomes a problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const expected = refusalOf(thrown);
    if (expected === undefined) this.log.error({ req: request, err: thrown }, 'a request failed');
    if (reply.sent || reply.raw.headersSent) return;
    answerProblem(request, reply, expected ?? { refusal: somethingWentWrong, headers: {} });
  }
}
