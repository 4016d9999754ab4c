import type { IncomingMessage } from 'node:http';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formBody from '@fastify/formbody';
import serveFiles from '@fastify/static';
import view from '@fastify/view';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import nunjucks from 'nunjucks';
import { projectPath } from '#platform/project-root.js';
import { publicAccess } from '../../edge/access.js';
import { problem } from '../../edge/problem.js';
import { filters } from '../words/filters.js';
import { Assets } from './assets.js';
import { byName, TOKEN } from './form-fields.js';
import { isMultipart, multipartFields } from './multipart.js';
import { PageSettings } from './page-settings.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set where a form's token did not hold, on routes that show their form again instead of an error. */
    formExpired?: boolean;
  }
  interface FastifyContextConfig {
    /** The route shows its form again, with what was typed, when its token does not hold. */
    keepsWhatWasTyped?: true;
  }
}

/** Puts in place what pages need of the server: cookies, forms, their tokens, templates and assets. Before routes are guarded. */
export async function installPages(application: NestFastifyApplication): Promise<void> {
  const settings = application.get(PageSettings, { strict: false });
  const assets = application.get(Assets, { strict: false });
  const instance: FastifyInstance = application.getHttpAdapter().getInstance();
  await instance.register(cookie);
  await instance.register(formBody);
  instance.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, body: IncomingMessage) =>
    byName(await multipartFields(body, request.headers['content-type'] ?? '')),
  );
  await instance.register(csrf, {
    cookieKey: settings.cookie('form'),
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'strict', secure: settings.secure },
    getToken: (request) => (request.body as Readonly<Record<string, string>> | undefined)?.[TOKEN],
  });
  await instance.register(view, {
    engine: { nunjucks },
    templates: [projectPath('apps/server/views'), assets.toolkit],
    options: { autoescape: true, throwOnUndefined: false, trimBlocks: true, lstripBlocks: true, onConfigure: addFilters },
    production: true,
  });
  await serveAssets(instance, assets);
  instance.addHook('preParsing', (request, _reply, payload, done) => done(formsAreForPages(request), payload));
  instance.addHook('preHandler', (request, _reply, done) => {
    if (request.method !== 'POST' || request.routeOptions.config.page !== true) return done();
    checkToken(request).then(() => done(), done);
  });
}

function addFilters(environment: nunjucks.Environment): void {
  for (const [name, filter] of Object.entries(filters)) environment.addFilter(name, filter);
}

async function serveAssets(instance: FastifyInstance, assets: Assets): Promise<void> {
  const kept = { maxAge: '365d', immutable: true, index: false, decorateReply: false, redirect: false } as const;
  await instance.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, ...publicAccess };
    });
    await scope.register(serveFiles, { ...kept, root: assets.own, prefix: `${assets.path}/own/` });
    const toolkit = `${assets.toolkit}/nhsuk`;
    await scope.register(serveFiles, {
      ...kept,
      root: toolkit,
      prefix: `${assets.path}/nhsuk/`,
      allowedPath: (path) => path === '/nhsuk-frontend.min.js',
    });
    const stylesheet = assets.stylesheet();
    scope.get(`${assets.path}/nhsuk/nhsuk-frontend.min.css`, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('Cache-Control', 'public, max-age=31536000, immutable').send(stylesheet),
    );
    await scope.register(serveFiles, { ...kept, root: `${toolkit}/assets/images`, prefix: `${assets.path}/images/` });
    // The toolkit's stylesheet names its images from here, whatever our path.
    await scope.register(serveFiles, {
      ...kept,
      immutable: false,
      maxAge: '1d',
      root: `${toolkit}/assets/images`,
      prefix: '/assets/images/',
    });
  });
}

/** The API takes JSON alone: a form posted at it is refused as before there were pages. */
function formsAreForPages(request: FastifyRequest): Error | null {
  const type = request.headers['content-type'];
  const isForm = type?.startsWith('application/x-www-form-urlencoded') === true || isMultipart(type);
  const { page, readsItsOwnBody } = request.routeOptions.config;
  if (!isForm || request.is404 || page === true || readsItsOwnBody === true) return null;
  return new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(type);
}

/** A page's POST without the token of our own form is somebody else's form: nothing is carried out. */
async function checkToken(request: FastifyRequest): Promise<void> {
  if (await tokenHolds(request)) return;
  if (request.routeOptions.config.keepsWhatWasTyped !== true)
    throw problem(
      'form-expired',
      'This form had been open for too long, or came from elsewhere. Nothing was done. Go back and send it again.',
    );
  request.formExpired = true;
}

function tokenHolds(request: FastifyRequest): Promise<boolean> {
  return new Promise((resolve) => {
    // The plugin can only answer the request or go on; we want its verdict alone.
    const verdict = { send: () => resolve(false) } as unknown as FastifyReply;
    request.server.csrfProtection(request, verdict, () => resolve(true));
  });
}
