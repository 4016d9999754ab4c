import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';

/** A key the standalone issuer signs with, or signed with until lately: both halves, with its id. */
export type SigningKey = JWK & { readonly kid: string; readonly alg: 'ES256' };

/** A key signs for so many days; then a new one does, and for a day more its public half is published for what it signed. */
const SIGNS_FOR_DAYS = 30;

interface StoredKey {
  readonly id: string;
  readonly private_key: JWK;
  readonly is_due: boolean;
}

/** The issuer's keys, the one that signs first. One is made, and one too old left off, by whichever process asks first. */
export async function signingKeys(dataSource: DataSource): Promise<readonly [SigningKey, ...SigningKey[]]> {
  const [newest, ...older] = await dataSource.transaction(async (manager) => {
    await manager.query(`select pg_advisory_xact_lock(hashtextextended('checkpoint-assurance signing key', 0))`);
    const kept = await keptKeys(manager);
    return kept[0] === undefined || kept[0].is_due ? [await makeKey(manager), ...kept] : kept;
  });
  if (newest === undefined) throw new Error('there is always a key, or one is made');
  return [signingKey(newest), ...older.map(signingKey)];
}

const signingKey = ({ id, private_key }: Pick<StoredKey, 'id' | 'private_key'>): SigningKey => ({
  ...{ ...private_key, kid: id, alg: 'ES256', use: 'sig' },
});

const keptKeys = (manager: EntityManager): Promise<StoredKey[]> =>
  manager.query<StoredKey[]>(
    `select id, private_key, created_at < clock_timestamp() - make_interval(days => $1) as is_due
       from app.signing_keys where created_at > clock_timestamp() - make_interval(days => $1 + 1)
      order by created_at desc`,
    [SIGNS_FOR_DAYS],
  );

async function makeKey(manager: EntityManager): Promise<Pick<StoredKey, 'id' | 'private_key'>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const id = await calculateJwkThumbprint(jwk);
  await manager.query('insert into app.signing_keys (id, private_key) values ($1, $2)', [id, JSON.stringify(jwk)]);
  return { id, private_key: jwk };
}
