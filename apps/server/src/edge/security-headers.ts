import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import programHelmet from 'helmet';
import { API } from '../api/base.js';

/** Nothing inline without the answer's own nonce, nothing from elsewhere, in nobody's frame. */
export async function addSecurityHeaders(application: NestFastifyApplication, publicUrl: string): Promise<void> {
  const policy = policyFor(publicUrl);
  answerProgramsAlike(application.getHttpAdapter().getInstance(), policy);
  await application.register(helmet, { ...policy, enableCSPNonces: true });
}

type Policy = Parameters<typeof programHelmet>[0] & Omit<FastifyHelmetOptions, 'enableCSPNonces' | 'global'>;

function policyFor(publicUrl: string): NonNullable<Policy> {
  const secure = publicUrl.startsWith('https:');
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    // On http, as on somebody's own machine, these would only get in the way.
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: false },
    crossOriginOpenerPolicy: secure && { policy: 'same-origin' },
    originAgentCluster: secure,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  };
}

/**
 * Resources of the API are data and load nothing, so they need no nonce: their headers are worked out once, where the plugin
 * works them out for each answer anew.
 */
function answerProgramsAlike(instance: FastifyInstance, policy: NonNullable<Policy>): void {
  const headers = headersOf(policy);
  const isResource = (url: string | undefined): boolean => url?.startsWith(`/${API}/`) === true;
  instance.addHook('onRoute', (route) => {
    if (isResource(route.url)) route.helmet = false;
  });
  instance.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && isResource(request.routeOptions.url)) void reply.headers(headers);
    done();
  });
}

/** What the library would set on an answer. */
function headersOf(policy: NonNullable<Policy>): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const answer = { setHeader: (name: string, value: string) => (headers[name] = value), removeHeader: () => undefined };
  type Middleware = ReturnType<typeof programHelmet>;
  const [request, response] = [{}, answer] as unknown as [Parameters<Middleware>[0], Parameters<Middleware>[1]];
  programHelmet(policy)(request, response, () => undefined);
  return headers;
}
