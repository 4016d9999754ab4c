import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Permission } from '#identity/contract.js';

/**
 * Who may reach a route: everybody; everybody, those who are signed in being known, for what they see may be more; or people
 * whose role ever allows this. Where it is allowed is the handler's to check.
 */
export type RouteAccess =
  { readonly kind: 'public' } | { readonly kind: 'anyone' } | { readonly kind: 'requires'; readonly permission: Permission };

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

const actingAs = ApiHeader({
  name: 'Acting-As',
  required: false,
  description: 'Which of several grants to act in: a role, or `role@area` (`panel-member@Y57`); the first granted unless given.',
});

/** A route for everybody; who sends a token is known by it, and a token that is not valid is refused. */
export const Anyone = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ access: { kind: 'anyone' } satisfies RouteAccess }),
    actingAs,
    ApiResponse({ status: 401, description: 'A token was sent, and is not valid (problem+json).' }),
  );

/** A route for people signed in whose role allows this; a route that says nothing of its access is refused to everybody. */
export const Requires = (permission: Permission, more: { readonly largestBody?: number } = {}): MethodDecorator =>
  applyDecorators(
    RouteConfig({ ...more, access: { kind: 'requires', permission } satisfies RouteAccess }),
    ApiBearerAuth(),
    actingAs,
    ApiResponse({ status: 401, description: 'Not signed in, or the token is not valid (problem+json).' }),
    ApiResponse({ status: 403, description: 'The role or its area does not allow this (problem+json).' }),
  );
