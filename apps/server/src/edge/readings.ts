import type { FastifyRequest } from 'fastify';
import type { Person, Reading } from '#identity/contract.js';

/** Parameters whose value people write themselves. */
const FREE = ['q'];

/**
 * What is written down of a request before it is answered: whatever an auditor asks to read. Undefined for anybody else, and for
 * the log of it, which would fill itself.
 */
export function readingOf(request: Pick<FastifyRequest, 'method' | 'url' | 'id'>, person: Person): Reading | undefined {
  if (person.role !== 'auditor' || request.method !== 'GET') return undefined;
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  if (/^(\/api\/v1\/audit)?\/access-log(\.csv)?$/.test(pathname)) return undefined;
  for (const name of FREE) if (searchParams.has(name)) searchParams.set(name, 'not kept');
  return { person: person.id, path: pathname, question: searchParams.toString(), correlationId: request.id };
}
