import { applyDecorators, Controller, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Permission } from '#identity/contract.js';
import { publicAccess, type RouteAccess } from '../../edge/access.js';
import { PageErrorFilter } from './page-error-filter.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set for routes that answer people in a browser. */
    page?: true;
  }
}

/** A class of page routes: not part of the API's description, and its errors are pages. */
export const PageController = (path = ''): ClassDecorator =>
  applyDecorators(ApiExcludeController(), Controller(path), UseFilters(PageErrorFilter));

/** A page for everybody, signed in or not; `perMinute` limits how often one address may ask it. */
export const PublicPage = ({ perMinute }: { readonly perMinute?: number } = {}): MethodDecorator =>
  RouteConfig({
    ...publicAccess,
    page: true,
    ...(perMinute === undefined ? {} : { rateLimit: { max: perMinute, timeWindow: 60_000 } }),
  });

/** A page for everybody; who is signed in is known, for they may see more. */
export const PageForAnyone = (): MethodDecorator => RouteConfig({ access: { kind: 'anyone' } satisfies RouteAccess, page: true });

/** A page for people signed in whose role allows this somewhere; where, the command or query checks. */
export const PageFor = (permission: Permission): MethodDecorator =>
  RouteConfig({ access: { kind: 'requires', permission } satisfies RouteAccess, page: true });

/** The same for a form that comes in: when its token does not hold, it is shown again with what was typed. */
export const FormFor = (permission: Permission): MethodDecorator =>
  RouteConfig({ access: { kind: 'requires', permission } satisfies RouteAccess, page: true, keepsWhatWasTyped: true });
