import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';

/** The key the standalone issuer signs with, and its public half as others see it. */
export interface SigningKey {
  readonly id: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

interface StoredKey {
  readonly id: string;
  readonly private_key: JWK;
}

/** The issuer's one key; made and kept by whichever process asks first. */
export async function findOrMakeSigningKey(dataSource: DataSource): Promise<SigningKey> {
  const stored = await dataSource.transaction(async (manager) => {
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('checkpoint-assurance signing key', 0))`);
    return (await findKey(manager)) ?? (await makeKey(manager));
  });
  const { kty, crv, x, y } = stored.private_key;
  return {
    id: stored.id,
    // An elliptic-curve key in JSON form is always imported as a key object.
    privateKey: (await importJWK(stored.private_key, 'ES256')) as CryptoKey,
    publicJwk: { kty, crv, x, y, kid: stored.id, alg: 'ES256', use: 'sig' } as JWK,
  };
}

async function findKey(manager: EntityManager): Promise<StoredKey | undefined> {
  const [row] = await manager.query<StoredKey[]>('select id, private_key from app.signing_keys order by created_at limit 1');
  return row;
}

async function makeKey(manager: EntityManager): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const id = await calculateJwkThumbprint(jwk);
  await manager.query('insert into app.signing_keys (id, private_key) values ($1, $2)', [id, JSON.stringify(jwk)]);
  return { id, private_key: jwk };
}
