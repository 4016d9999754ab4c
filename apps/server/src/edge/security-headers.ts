import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { API } from '../api/base.js';

/** A year. */
const HTTPS_SECONDS = 31_536_000;

/** Nothing inline without the answer's own nonce, nothing from elsewhere, in nobody's frame. */
export async function addSecurityHeaders(application: NestFastifyApplication, publicUrl: string): Promise<void> {
  const secure = publicUrl.startsWith('https:');
  answerPrograms(application.getHttpAdapter().getInstance(), secure);
  await application.register(helmet, {
    enableCSPNonces: true,
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
    strictTransportSecurity: secure && { maxAge: HTTPS_SECONDS, includeSubDomains: false },
    crossOriginOpenerPolicy: secure && { policy: 'same-origin' },
    originAgentCluster: secure,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/**
 * What of it means something for data (OWASP, REST Security Cheat Sheet, "Security Headers"). Resources of the API load nothing
 * and hold no links: what else a page is told would be written, and read, with each answer for nobody.
 */
function answerPrograms(instance: FastifyInstance, secure: boolean): void {
  const headers = {
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(secure && { 'strict-transport-security': `max-age=${String(HTTPS_SECONDS)}` }),
  };
  const isResource = (url: string | undefined): boolean => url?.startsWith(`/${API}/`) === true;
  instance.addHook('onRoute', (route) => {
    if (isResource(route.url)) route.helmet = false;
  });
  instance.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 && isResource(request.routeOptions.url)) void reply.headers(headers);
    done();
  });
}
