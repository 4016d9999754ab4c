import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../port.js';

/**
 * The key an event's free texts are sealed under. Several attempts of one command mint the same event id with different
 * keys, and only the log knows which of them was recorded: the hash of the sealed payload says which key is whose.
 */
export interface FiledTextKey {
  readonly eventId: string;
  /** SHA-256 of the sealed payload. */
  readonly sealedHash: Uint8Array;
  readonly key: Uint8Array;
}

/**
 * Where text keys are kept, apart from the log, so that they can be erased. Keys are filed before the append: a key
 * without its event is of no use to anybody, an event without its key is lost text.
 */
export interface TextKeyStore {
  /** Durable before it resolves. Filing the same key again changes nothing. */
  file(keys: readonly FiledTextKey[]): Promise<void>;
  /** The keys filed for these events, in any order. */
  find(eventIds: readonly string[]): Promise<readonly FiledTextKey[]>;
}

/** What a key is filed under besides its event's id. */
export const sealedHash = (payload: string): Buffer => createHash('sha256').update(payload, 'utf8').digest();

const placeOf = (eventId: string, hash: Uint8Array): string => `${eventId}/${Buffer.from(hash).toString('hex')}`;

/** The events with their keys, as far as they have not been erased. */
export async function withTextKeys(
  store: TextKeyStore,
  events: readonly Omit<RecordedEvent, 'textKey'>[],
): Promise<readonly RecordedEvent[]> {
  if (events.length === 0) return [];
  const filed = await store.find(events.map(({ id }) => id));
  const keys = new Map(filed.map(({ eventId, sealedHash: hash, key }) => [placeOf(eventId, hash), key]));
  const sealed = new Set(filed.map(({ eventId }) => eventId));
  return events.map((event) => {
    const textKey = sealed.has(event.id) ? keys.get(placeOf(event.id, sealedHash(event.payload))) : undefined;
    return textKey === undefined ? event : { ...event, textKey };
  });
}
