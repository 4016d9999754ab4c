import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

/** The namespace of every id this product derives. Fixed for ever: changing it would mint other ids for the same commands. */
const NAMESPACE = '6c1f0a4e-52a1-5b0e-9a3d-0f3c6d2b7e11';

/** The id of a command: the same person, stream and Idempotency-Key always give the same id. */
export const commandIdOf = (actor: string, stream: string, idempotencyKey: string): string =>
  namedUuid(NAMESPACE, JSON.stringify([actor, stream, idempotencyKey]));

/** The n-th id a command mints: of its events, and of the records, actions and people it names. */
export const derivedId = (commandId: string, part: string | number): string => namedUuid(commandId, String(part));

/** A UUID of version 5 (RFC 9562): SHA-1 over the bytes of its namespace, a UUID itself, and of the name. */
function namedUuid(namespace: string, name: string): string {
  const scope = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  if (namespace.length !== 36 || scope.length !== 16) throw new TypeError(`${namespace} is not a UUID`);
  const digest = hash('sha1', Buffer.concat([scope, Buffer.from(name)]), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0b11) | 0b1000).toString(16);
  const [low, mid, high, sequence] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20)];
  return `${low}-${mid}-5${high}-${variant}${sequence}-${digest.slice(20, 32)}`;
}
