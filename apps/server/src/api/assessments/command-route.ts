import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { Permission } from '#identity/contract.js';
import { Requires } from '../../edge/access.js';

const answer = z.object({
  revision: z.string().describe('the last revision of the record after the command'),
  position: z.string().describe('its position in the log: pass it as atLeast to see the change in any query'),
  events: z
    .array(z.object({ id: z.uuid(), type: z.string() }))
    .describe('what was recorded; empty when there was nothing new to say'),
});

/** What a command's route is described by and who may use it. `judges` says that it needs `If-Match`. */
export const CommandRoute = (
  permission: Permission,
  summary: string,
  { judges = false, ...more }: { readonly judges?: boolean; readonly largestBody?: number } = {},
): MethodDecorator =>
  applyDecorators(
    Requires(permission, more),
    ApiOperation({ summary }),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same key and body get the same answer' }),
    ApiHeader({
      name: 'If-Match',
      required: judges,
      description: 'the revision seen, in double quotes: an older one than the last material change answers 412',
    }),
    ApiResponse({ status: 201, description: 'Recorded. ETag and Log-Position are set.', standardSchema: answer }),
    ApiResponse({ status: 400, description: 'Malformed (problem+json).' }),
    ApiResponse({ status: 404, description: 'No such record (problem+json).' }),
    ApiResponse({ status: 409, description: 'The record is in another state (problem+json).' }),
    ApiResponse({ status: 422, description: 'A rule is broken (problem+json).' }),
    ...(judges
      ? [
          ApiResponse({ status: 412, description: 'Something material was recorded since (problem+json).' }),
          ApiResponse({ status: 428, description: 'If-Match is missing (problem+json).' }),
        ]
      : []),
  );
