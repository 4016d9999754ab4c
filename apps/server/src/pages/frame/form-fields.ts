import type { IncomingMessage } from 'node:http';

/** What somebody typed: the fields of a form by name. Of a name sent more than once, every value. */
export type FormFields = Readonly<Record<string, string | readonly string[]>>;

/** The names every form carries besides its own: they are sent again by whoever shows the form again. */
export const TOKEN = '_csrf';
/** Says that a form comes back from the sign-in: it is shown, not carried out. */
export const RESUMED = '_resumed';

const MOST = 1_048_576;

/** Reads a form from a request that no parser has touched; nothing when it is larger than any form of ours. */
export async function typedOf(request: IncomingMessage): Promise<readonly (readonly [name: string, value: string])[]> {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') !== true) return [];
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST) return [];
    chunks.push(chunk);
  }
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return [...fields].filter(([name]) => name !== TOKEN && name !== RESUMED);
}
