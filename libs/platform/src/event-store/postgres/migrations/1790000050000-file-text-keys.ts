import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text keys beside a log in EventStoreDB are filed before the append, so two attempts of one command may file different
 * keys for one event id: the hash of the sealed payload tells them apart, and none ever takes another's place. Keys filed
 * with the append, in PostgreSQL, have no rival; theirs is empty.
 */
const KEYS_PER_ATTEMPT = `
ALTER TABLE log.text_keys
  ADD COLUMN sealed_hash bytea NOT NULL DEFAULT '',
  DROP CONSTRAINT text_keys_event_id_key,
  ADD CONSTRAINT text_keys_event_id_sealed_hash_key PRIMARY KEY (event_id, sealed_hash);
`;

/** The application may file keys, but never change or read past them: as with the log, only through a function. */
const FILE_TEXT_KEYS = `
CREATE FUNCTION log.file_text_keys(event_ids uuid[], sealed_hashes bytea[], keys bytea[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO log.text_keys (event_id, sealed_hash, key)
  SELECT u.id, u.hash, u.key FROM unnest(event_ids, sealed_hashes, keys) AS u(id, hash, key)
  ON CONFLICT (event_id, sealed_hash) DO NOTHING
$$;
REVOKE ALL ON FUNCTION log.file_text_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.file_text_keys TO checkpoint_app;
`;

/** Lets text keys be filed apart from an append. */
export class FileTextKeys1790000050000 implements MigrationInterface {
  readonly name = 'FileTextKeys1790000050000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [KEYS_PER_ATTEMPT, FILE_TEXT_KEYS]) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('text keys may be lost by going back: restore a backup instead'));
  }
}
