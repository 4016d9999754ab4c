import type { IncomingMessage } from 'node:http';
import { isMultipart, multipartFields } from './multipart.js';

/** What somebody typed: the fields of a form by name. Of a name sent more than once, every value. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** The names every form carries besides its own: they are sent again by whoever shows the form again. */
export const TOKEN = '_csrf';
/** Says that a form comes back from the sign-in: it is shown, not carried out. */
export const RESUMED = '_resumed';

const MOST = 1_048_576;

/** The fields of a form by name. */
export function byName(fields: Iterable<readonly [name: string, value: string]>): FormFields {
  const values = new Map<string, string | readonly string[]>();
  for (const [name, value] of fields) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(values);
}

/** Reads a form from a request that no parser has touched; nothing when it is larger than any form of ours. */
export async function typedOf(request: IncomingMessage): Promise<readonly (readonly [name: string, value: string])[]> {
  const type = request.headers['content-type'];
  if (isMultipart(type)) return isOurs(await multipartFields(request, type).catch(() => []));
  return isOurs(await urlEncodedFields(request));
}

const isOurs = (fields: readonly (readonly [name: string, value: string])[]) =>
  fields.filter(([name]) => name !== TOKEN && name !== RESUMED);

async function urlEncodedFields(request: IncomingMessage): Promise<readonly (readonly [name: string, value: string])[]> {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return [];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST) return [];
    chunks.push(chunk);
  }
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return [...fields];
}
