import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import type { FieldError } from '#kernel/refusal.js';
import { problem } from './problem.js';

type Schema = NonNullable<ArgumentMetadata['schema']>;
type Checked = Awaited<ReturnType<Schema['~standard']['validate']>>;
type Issue = NonNullable<Checked['issues']>[number] & {
  /** zod's list of the fields no schema knows. */
  readonly keys?: readonly string[];
};

const PARTS = {
  body: ['body-not-valid', 'Nothing was recorded: the request is not as it must be. See errors for each field.'],
  query: ['query-not-valid', 'The query is not as it must be. See errors for each parameter.'],
  param: ['address-not-valid', 'A part of the address is not as it must be.'],
} as const;

/**
 * Checks `@Body`, `@Query` and `@Param` against the schema each names, and points at every faulty field. Nest's own pipe does it by
 * promises, and takes names out of the value first that Fastify's parser has refused already.
 */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    const { schema, type } = metadata;
    if (schema === undefined || type === 'custom') return value;
    const checked = schema['~standard'].validate(value);
    return checked instanceof Promise ? checked.then((late) => valueOf(late, metadata)) : valueOf(checked, metadata);
  }
}

function valueOf(checked: Checked, { type, data }: ArgumentMetadata): unknown {
  if (checked.issues === undefined) return checked.value;
  const [rule, detail] = PARTS[type === 'query' || type === 'param' ? type : 'body'];
  throw problem(rule, detail, { errors: checked.issues.flatMap((issue) => fieldErrors(issue, data)) });
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
