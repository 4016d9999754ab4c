import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldError } from '#kernel/refusal.js';
import { problem } from './problem.js';

interface Issue {
  readonly message: string;
  /** zod's list of the fields no schema knows. */
  readonly keys?: readonly string[];
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What the validation of one part of a request found wrong. */
class Issues extends Error {
  constructor(readonly issues: readonly Issue[]) {
    super('not valid');
  }
}

const PARTS = {
  body: ['body-not-valid', 'Nothing was recorded: the request is not as it must be. See errors for each field.'],
  query: ['query-not-valid', 'The query is not as it must be. See errors for each parameter.'],
  param: ['address-not-valid', 'A part of the address is not as it must be.'],
} as const;

/** Checks `@Body`, `@Query` and `@Param` against the schema each names, and points at every faulty field. */
@Injectable()
export class ValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: (issues) => new Issues(issues) });
  }

  override async transform<Value>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof Issues)) throw error;
      const part = metadata.type === 'query' || metadata.type === 'param' ? metadata.type : 'body';
      const [rule, detail] = PARTS[part];
      throw problem(rule, detail, { errors: error.issues.flatMap((issue) => fieldErrors(issue, metadata.data)) });
    }
  }
}

/** RFC 6901: `~` and `/` in a name are escaped. */
const escaped = (segment: PropertyKey): string => String(segment).replaceAll('~', '~0').replaceAll('/', '~1');

function fieldErrors(issue: Issue, parameter: string | undefined): readonly FieldError[] {
  const path = (issue.path ?? []).map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const whole = parameter === undefined ? path : [parameter, ...path];
  const pointer = whole.map((segment) => `/${escaped(segment)}`).join('');
  if (issue.keys === undefined) return [{ pointer, detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, detail: 'is not a field of this request' }));
}
