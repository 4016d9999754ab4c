import type { DataSource } from 'typeorm';
import type { FiledTextKey, TextKeyStore } from './text-keys.js';

interface KeyRow {
  readonly event_id: string;
  readonly sealed_hash: Buffer;
  readonly key: Buffer;
}

/** Text keys in PostgreSQL (`log.text_keys`), beside a log that lies in EventStoreDB. */
export class PostgresTextKeys implements TextKeyStore {
  readonly #dataSource: Pick<DataSource, 'query'>;

  constructor(dataSource: Pick<DataSource, 'query'>) {
    this.#dataSource = dataSource;
  }

  async file(keys: readonly FiledTextKey[]): Promise<void> {
    await this.#dataSource.query('SELECT log.file_text_keys($1::uuid[], $2::bytea[], $3::bytea[])', [
      keys.map(({ eventId }) => eventId),
      keys.map((filed) => Buffer.from(filed.sealedHash)),
      keys.map(({ key }) => Buffer.from(key)),
    ]);
  }

  async find(eventIds: readonly string[]): Promise<readonly FiledTextKey[]> {
    const rows = await this.#dataSource.query<KeyRow[]>(
      'SELECT event_id, sealed_hash, key FROM log.text_keys WHERE event_id = ANY ($1::uuid[])',
      [eventIds],
    );
    return rows.map((row) => ({ eventId: row.event_id, sealedHash: row.sealed_hash, key: row.key }));
  }
}
