import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Nobody appends meanwhile: the lock is the one appends take.
 *
 * Text keys by the position of their event. Those of a log in EventStoreDB have none here, and are found by the event's id and
 * the hash of its sealed payload, as before.
 */
const TEXT_KEYS = `
SELECT pg_advisory_xact_lock(4995148757353189453);
CREATE TABLE log.text_keys_by_place (
  position    bigint,
  event_id    uuid NOT NULL,
  sealed_hash bytea NOT NULL DEFAULT '',
  key         bytea NOT NULL
);
INSERT INTO log.text_keys_by_place (position, event_id, sealed_hash, key)
SELECT e.position, k.event_id, k.sealed_hash, k.key
  FROM log.text_keys k LEFT JOIN log.events e ON e.event_id = k.event_id AND k.sealed_hash = ''
 ORDER BY e.position;
DROP TABLE log.text_keys;
ALTER TABLE log.text_keys_by_place RENAME TO text_keys;
CREATE UNIQUE INDEX text_keys_position_key ON log.text_keys (position) WHERE position IS NOT NULL;
CREATE UNIQUE INDEX text_keys_event_id_sealed_hash_key ON log.text_keys (event_id, sealed_hash) WHERE position IS NULL;
GRANT SELECT ON log.text_keys TO checkpoint_app;

CREATE OR REPLACE FUNCTION log.file_text_keys(event_ids uuid[], sealed_hashes bytea[], keys bytea[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO log.text_keys (event_id, sealed_hash, key)
  SELECT u.id, u.hash, u.key FROM unnest(event_ids, sealed_hashes, keys) AS u(id, hash, key)
  ON CONFLICT (event_id, sealed_hash) WHERE position IS NULL DO NOTHING
$$;
`;

/**
 * An event is found by its position, or by its stream and revision. A command belongs to one stream and is looked for there;
 * instants rise with positions; and where a stream ends its last event tells.
 */
const INDEXES = `
ALTER TABLE log.events DROP CONSTRAINT events_event_id_key;
DROP INDEX log.events_command_id;
DROP INDEX log.events_recorded_at;
DROP TABLE log.streams;
`;

/**
 * Appends a batch of which every append stands at its expected revision, or none of it: per append its stream and the revision
 * expected (-1: no stream); per event, in the order of the appends, the rest.
 *
 * Answers the head before the batch and the instant recorded; or no head and, append by append, the revisions found. Whoever
 * asks leaves out those that do not match and asks again: that is rare, and so the usual batch is spared working out, in
 * SQL, what came of each append.
 *
 * The lock stands in a statement of its own, so that the statements after it see what the holder before committed.
 * `clock_timestamp()`, because `now()` is when the transaction began, which may be before the last commit. Index scans
 * only, since a plan made while the tables were small is kept after they have grown; and generic plans, since planning for
 * each batch's own arrays costs more than running it.
 */
const APPEND_BATCH = `
CREATE FUNCTION log.append_batch(
  append_streams text[], append_expected bigint[],
  event_streams text[], event_revisions bigint[], event_ids uuid[], event_types text[], event_payloads json[],
  event_metadata json[], event_keys bytea[],
  OUT head bigint, OUT recorded text, OUT actual_revisions bigint[]
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  instant timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(4995148757353189453);

  SELECT array_agg(coalesce(
           (SELECT e.revision FROM log.events e WHERE e.stream = u.stream COLLATE "C" ORDER BY e.revision DESC LIMIT 1), -1)
           ORDER BY u.ordinal)
    INTO actual_revisions FROM unnest(append_streams) WITH ORDINALITY AS u(stream, ordinal);
  IF actual_revisions IS DISTINCT FROM append_expected THEN
    RETURN;
  END IF;
  actual_revisions := NULL;

  SELECT e.position, e.recorded_at INTO head, instant FROM log.events e ORDER BY e.position DESC LIMIT 1;
  head := coalesce(head, 0);
  instant := greatest(instant, date_trunc('milliseconds', clock_timestamp()));
  recorded := to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

  INSERT INTO log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
  SELECT head + u.ordinal, u.stream, u.revision, u.id, u.type, u.payload, u.metadata, instant
    FROM unnest(event_streams, event_revisions, event_ids, event_types, event_payloads, event_metadata)
      WITH ORDINALITY AS u(stream, revision, id, type, payload, metadata, ordinal);

  INSERT INTO log.text_keys (position, event_id, key)
  SELECT head + u.ordinal, u.id, u.key FROM unnest(event_ids, event_keys) WITH ORDINALITY AS u(id, key, ordinal)
   WHERE u.key IS NOT NULL;

  PERFORM pg_notify('event_log', '');
END
$$;
`;

const BEFORE = 'log.append_batch(text[], bigint[], int[], text[], bigint[], uuid[], text[], json[], json[], bytea[])';
const TWO_BEFORE =
  'log.append_batch(text[], bigint[], int[], int[], int[], text[], bigint[], uuid[], text[], json[], json[], bytea[])';
const NOW = 'log.append_batch(text[], bigint[], text[], bigint[], uuid[], text[], json[], json[], bytea[])';

/** Processes of the release before that are still at work append through the new function. They may read all there is, more slowly. */
const APPEND_BATCH_OF_THE_RELEASE_BEFORE = `
DROP FUNCTION ${TWO_BEFORE};
CREATE OR REPLACE FUNCTION log.append_batch(
  append_streams text[], append_expected bigint[], append_lasts int[],
  event_streams text[], event_revisions bigint[], event_ids uuid[], event_types text[], event_payloads json[],
  event_metadata json[], event_keys bytea[],
  OUT head bigint, OUT recorded text, OUT actual_revisions bigint[]
)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT * FROM log.append_batch(append_streams, append_expected,
    event_streams, event_revisions, event_ids, event_types, event_payloads, event_metadata, event_keys)
$$;
`;

const PRIVILEGES = `
REVOKE ALL ON FUNCTION ${NOW}, ${BEFORE} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${NOW}, ${BEFORE} TO checkpoint_app;
`;

/**
 * Finds events by where they lie and not by ids, which are random: each index on them cost an append as much as the event itself,
 * and more the longer the log. No event is touched.
 */
export class FindEventsByPlace1790000051000 implements MigrationInterface {
  readonly name = 'FindEventsByPlace1790000051000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [TEXT_KEYS, INDEXES, APPEND_BATCH, APPEND_BATCH_OF_THE_RELEASE_BEFORE, PRIVILEGES])
      await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('text keys may be lost by going back: restore a backup instead'));
  }
}
