import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { publicAccess } from '../edge/access.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads what is sent to it by itself, forms among it. */
    readsItsOwnBody?: true;
  }
}

const MOUNTED_AT = '/oidc';

/** Has the provider answer under `/oidc`, as the address people use, whatever a request calls us. */
export async function mountProvider(instance: FastifyInstance, provider: Provider, publicUrl: string): Promise<void> {
  const { host, protocol } = new URL(publicUrl);
  const answer = provider.callback();
  await instance.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // The provider reads the body itself.
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: `${MOUNTED_AT}/*`,
      config: { ...publicAccess, readsItsOwnBody: true },
      handler: (request, reply) => {
        handOver(request, reply, { host, protocol: protocol.slice(0, -1) });
        void answer(request.raw, reply.raw);
      },
    });
    done();
  });
}

/** The provider finds its own addresses by the request's: so it is told the right one. */
function handOver(request: FastifyRequest, reply: FastifyReply, at: { readonly host: string; readonly protocol: string }): void {
  const { raw } = request;
  delete raw.headers['x-forwarded-host'];
  Object.assign(raw.headers, { host: at.host, 'x-forwarded-proto': at.protocol });
  Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(MOUNTED_AT.length) });
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
}
