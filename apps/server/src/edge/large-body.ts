import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The largest body the route takes, in bytes, where that is more than others take. */
    largestBody?: number;
  }
}

/** 8 MiB: the ratings of a nation for a year are half of one. */
export const LARGEST_FILE = 8_388_608;

/** Lets the routes that say so take more than others; before any is registered. */
export function allowLargeBodies(instance: FastifyInstance): void {
  instance.addHook('onRoute', (route) => {
    const { largestBody } = route.config ?? {};
    if (largestBody !== undefined) route.bodyLimit = largestBody;
  });
}
