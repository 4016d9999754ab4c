import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { contextMessages } from '#composition/contexts.js';
import { AccessLog } from '#identity/contract.js';
import type { ServerRole } from '#platform/config/config.js';
import { NestLogger } from '#platform/logging/nest-logger.js';
import { OpenApi } from '../api/openapi/openapi.js';
import { AppModule, type ApplicationParts } from '../app.module.js';
import { guardRoutes, PAGE_SIGN_IN, type PageSignIn } from '../edge/access-hook.js';
import { answerProblem } from '../edge/answer-problem.js';
import { correlationIdOf } from '../edge/correlation.js';
import { addSecurityHeaders } from '../edge/security-headers.js';
import { allowLargeBodies } from '../edge/large-body.js';
import { refusalOf, somethingWentWrong } from '../edge/unexpected.js';
import { Metrics } from '../operations/metrics.js';
import { installPages } from '../pages/frame/install-pages.js';
import { mountProvider } from '../standalone/mount-provider.js';
import { logRequests } from './log-requests.js';
import { checkOneHandlerEach } from './one-handler-each.js';

/** 1 MiB: a long note fits many times over. */
const LARGEST_BODY = 1_048_576;

/** Hands errors of Fastify to our filter as they are: their codes tell more than the status Nest would make of them. */
class PlainFastifyAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/** The Nest application on Fastify, with everything of the edge and the parts its roles name in place, not yet listening. */
export async function createApplication(parts: ApplicationParts, publicUrl: string): Promise<NestFastifyApplication> {
  const has = (role: ServerRole): boolean => parts.roles?.has(role) ?? true;
  const adapter = new PlainFastifyAdapter({
    bodyLimit: LARGEST_BODY,
    trustProxy: false,
    logger: false,
    genReqId: correlationIdOf,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      answerUnroutable(error, request, reply, parts),
  });
  const application = await NestFactory.create<NestFastifyApplication>(AppModule.of({ publicUrl, ...parts }), adapter, {
    logger: new NestLogger(parts.log.child({}, { level: parts.log.isLevelEnabled('warn') ? 'warn' : parts.log.level })),
    abortOnError: false,
    // Fastify's own JSON parser names its errors, and takes no other type of body.
    bodyParser: false,
  });
  const instance = application.getHttpAdapter().getInstance();
  instance.removeContentTypeParser('text/plain');
  allowLargeBodies(instance);
  await addSecurityHeaders(application, publicUrl);
  // Only routes that name a limit have one.
  await application.register(rateLimit, { global: false });
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.header('X-Correlation-Id', request.id);
    done();
  });
  logRequests(instance, parts.log);
  application.get(Metrics, { strict: false }).watch(instance);
  guardRoutes(instance, parts.authentication, {
    ...(has('pages') && { pages: await pagesOf(application) }),
    readings: application.get(AccessLog, { strict: false }),
  });
  if (parts.standaloneProvider !== undefined) await mountProvider(instance, parts.standaloneProvider, publicUrl);
  checkOneHandlerEach(application, contextMessages);
  if (has('api')) application.get(OpenApi, { strict: false }).describe(application);
  return application;
}

/** Installs the pages, and gives their way of signing in. */
async function pagesOf(application: NestFastifyApplication): Promise<PageSignIn> {
  await installPages(application);
  return application.get<PageSignIn>(PAGE_SIGN_IN, { strict: false });
}

/** A malformed address never reaches the hooks, so who asks is found out here: 401 comes before 400. */
function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply, parts: ApplicationParts): void {
  const problem = refusalOf(error) ?? { refusal: somethingWentWrong, headers: {} };
  void reply.header('X-Correlation-Id', request.id);
  if (!request.raw.url?.startsWith('/api/')) return answerProblem(request, reply, problem);
  parts.authentication
    .fromHeaders(request.headers)
    .then((person) => answerProblem(request, reply, 'refused' in person ? { refusal: person, headers: {} } : problem))
    .catch((failure: unknown) => {
      parts.log.error({ req: request, err: failure }, 'a request failed');
      answerProblem(request, reply, { refusal: somethingWentWrong, headers: {} });
    });
}
