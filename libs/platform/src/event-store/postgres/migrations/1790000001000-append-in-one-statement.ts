import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Appends a batch of which every append stands at its expected revision, or none of it: per append its stream, the revision
 * expected (-1: no stream) and the number, within the batch, of its last event; per event, in the order of the appends, the rest.
 *
 * Answers the head before the batch and the instant recorded; or no head and, append by append, the revisions found. Whoever
 * asks leaves out those that do not match and asks again: that is rare, and so the usual batch is spared working out, in
 * SQL, what came of each append. Three tables are filled by one statement, since each costs as much as several rows.
 *
 * The lock stands in a statement of its own, so that the statements after it see what the holder before committed.
 * `clock_timestamp()`, because `now()` is when the transaction began, which may be before the last commit. Index scans
 * only, since a plan made while the tables were small is kept after they have grown; and generic plans, since planning for
 * each batch's own arrays costs more than running it.
 */
const APPEND_BATCH = `
CREATE FUNCTION log.append_batch(
  append_streams text[], append_expected bigint[], append_lasts int[],
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

  SELECT array_agg(coalesce((SELECT s.revision FROM log.streams s WHERE s.stream = u.stream COLLATE "C"), -1) ORDER BY u.ordinal)
    INTO actual_revisions FROM unnest(append_streams) WITH ORDINALITY AS u(stream, ordinal);
  IF actual_revisions IS DISTINCT FROM append_expected THEN
    RETURN;
  END IF;
  actual_revisions := NULL;

  SELECT e.position, e.recorded_at INTO head, instant FROM log.events e ORDER BY e.position DESC LIMIT 1;
  head := coalesce(head, 0);
  instant := greatest(instant, date_trunc('milliseconds', clock_timestamp()));
  recorded := to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

  WITH new_events AS (
    INSERT INTO log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
    SELECT head + u.ordinal, u.stream, u.revision, u.id, u.type, u.payload, u.metadata, instant
      FROM unnest(event_streams, event_revisions, event_ids, event_types, event_payloads, event_metadata)
        WITH ORDINALITY AS u(stream, revision, id, type, payload, metadata, ordinal)
  ), raised_streams AS (
    INSERT INTO log.streams (stream, revision, position)
    SELECT u.stream, event_revisions[u.last], head + u.last FROM unnest(append_streams, append_lasts) AS u(stream, last)
    ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position
  )
  INSERT INTO log.text_keys (event_id, key)
  SELECT u.id, u.key FROM unnest(event_ids, event_keys) AS u(id, key) WHERE u.key IS NOT NULL;

  PERFORM pg_notify('event_log', '');
END
$$;
`;

const ALLOWED = 'log.append_batch(text[], bigint[], int[], text[], bigint[], uuid[], text[], json[], json[], bytea[])';
const PRIVILEGES = `
REVOKE ALL ON FUNCTION ${ALLOWED} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ${ALLOWED} TO checkpoint_app;
`;

/** Makes the function that appends. The one before it stays, for processes of the release before that are still at work. */
export class AppendInOneStatement1790000001000 implements MigrationInterface {
  readonly name = 'AppendInOneStatement1790000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [APPEND_BATCH, PRIVILEGES]) await queryRunner.query(step);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP FUNCTION ${ALLOWED}`);
  }
}
