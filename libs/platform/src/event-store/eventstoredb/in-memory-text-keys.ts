import type { FiledTextKey, TextKeyStore } from './text-keys.js';

/** Text keys in memory, for tests of what does not need a database. */
export class InMemoryTextKeys implements TextKeyStore {
  readonly #keys: FiledTextKey[] = [];

  file(keys: readonly FiledTextKey[]): Promise<void> {
    this.#keys.push(...keys);
    return Promise.resolve();
  }

  find(eventIds: readonly string[]): Promise<readonly FiledTextKey[]> {
    return Promise.resolve(this.#keys.filter(({ eventId }) => eventIds.includes(eventId)));
  }
}
