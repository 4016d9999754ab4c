import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Permission } from '#identity/contract.js';

/** Who may reach a route: everybody, or people whose role ever allows this. Where it is allowed is the handler's to check. */
export type RouteAccess = { readonly kind: 'public' } | { readonly kind: 'requires'; readonly permission: Permission };

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
}

/** What a route's `config` says of its access. */
export const publicAccess: { readonly access: RouteAccess } = { access: { kind: 'public' } };

/** A route for everybody, signed in or not; `perMinute` limits how often one address may ask it. */
export const Public = ({ perMinute }: { readonly perMinute?: number } = {}): MethodDecorator =>
  RouteConfig({ ...publicAccess, ...(perMinute === undefined ? {} : { rateLimit: { max: perMinute, timeWindow: 60_000 } }) });

/** A route for people signed in whose role allows this; a route without `Public` or `Requires` is refused to everybody. */
export const Requires = (permission: Permission): MethodDecorator =>
  applyDecorators(
    RouteConfig({ access: { kind: 'requires', permission } satisfies RouteAccess }),
    ApiBearerAuth(),
    ApiHeader({
      name: 'Acting-As',
      required: false,
      description:
        'Which of several grants to act in: a role, or `role@area` (`panel-member@Y57`); the first granted unless given.',
    }),
    ApiResponse({ status: 401, description: 'Not signed in, or the token is not valid (problem+json).' }),
    ApiResponse({ status: 403, description: 'The role or its area does not allow this (problem+json).' }),
  );
