import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** One line per answered request: its method, path, status and time, never its query, headers or body. */
export function logRequests(instance: FastifyInstance, log: Logger): void {
  instance.addHook('onResponse', (request, reply, done) => {
    log.debug({ req: request, res: reply, milliseconds: Math.round(reply.elapsedTime) }, 'answered');
    done();
  });
}
