import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Signing in takes minutes, and what it leaves behind is worth nothing after a restart: it is kept in memory. */
const MOST = 10_000;
const LONGEST_MS = 3_600_000;

const kept = new LRUCache<string, AdapterPayload>({ max: MOST, ttl: LONGEST_MS });

/** Where the provider keeps what one sign-in leaves for its next step, by kind and id. */
export class ProviderMemory implements Adapter {
  constructor(private readonly kind: string) {}

  upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    kept.set(this.#key(id), payload, expiresIn === undefined ? {} : { ttl: Math.min(expiresIn * 1_000, LONGEST_MS) });
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(kept.get(this.#key(id)));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.#first((payload) => payload.uid === uid));
  }

  /** There are no devices here that show a code. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  consume(id: string): Promise<void> {
    const payload = kept.get(this.#key(id));
    if (payload !== undefined) kept.set(this.#key(id), { ...payload, consumed: Math.floor(Date.now() / 1_000) });
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    kept.delete(this.#key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of kept.entries()) if (payload.grantId === grantId) kept.delete(key);
    return Promise.resolve();
  }

  #key(id: string): string {
    return `${this.kind}:${id}`;
  }

  #first(holds: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, payload] of kept.entries()) if (key.startsWith(`${this.kind}:`) && holds(payload)) return payload;
    return undefined;
  }
}
