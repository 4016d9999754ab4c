import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The log (docs/event-log.md): events, the heads of their streams, and the keys their free texts are sealed under.
 *
 * `json` and never `jsonb`: what is hashed is the stored text, and `jsonb` rewrites it. The instant is kept to the
 * millisecond, which is what its RFC 3339 string says.
 */
const TABLES = `
CREATE SCHEMA IF NOT EXISTS log;

CREATE TABLE log.events (
  position    bigint NOT NULL,
  stream      text COLLATE "C" NOT NULL,
  revision    bigint NOT NULL,
  event_id    uuid NOT NULL,
  type        text COLLATE "C" NOT NULL,
  payload     json NOT NULL,
  metadata    json NOT NULL,
  recorded_at timestamptz(3) NOT NULL,
  CONSTRAINT events_position_key PRIMARY KEY (position),
  CONSTRAINT events_stream_revision_key UNIQUE (stream, revision),
  CONSTRAINT events_event_id_key UNIQUE (event_id)
);
CREATE INDEX events_command_id ON log.events ((metadata ->> 'commandId'));
CREATE INDEX events_recorded_at ON log.events (recorded_at, position);

CREATE TABLE log.streams (
  stream   text COLLATE "C" NOT NULL CONSTRAINT streams_stream_key PRIMARY KEY,
  revision bigint NOT NULL,
  position bigint NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE log.text_keys (
  event_id uuid NOT NULL CONSTRAINT text_keys_event_id_key PRIMARY KEY,
  key      bytea NOT NULL
);
`;

/**
 * Appends a batch: per append its stream, the revision expected (-1: no stream) and how many events; per event, in the
 * order of the appends, the number of its append (from 1), its step within it (from 0), and the rest.
 *
 * Answers one row per append, in order: the position of its first event, or 0 and the revision found instead.
 *
 * The lock stands in a statement of its own, so that the statements after it see what the holder before committed.
 * `clock_timestamp()`, because `now()` is when the transaction began, which may be before the last commit. Index scans
 * only, since a plan made while the tables were small is kept after they have grown; and generic plans, since planning for
 * each batch's own arrays costs more than running it.
 */
const APPEND_BATCH = `
CREATE FUNCTION log.append_batch(
  append_streams text[], append_expected bigint[], append_sizes int[],
  event_appends int[], event_steps int[], event_streams text[], event_revisions bigint[],
  event_ids uuid[], event_types text[], event_payloads json[], event_metadata json[], event_keys bytea[]
) RETURNS TABLE (first_position bigint, actual_revision bigint, recorded text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog
  SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  head_position bigint := 0;
  head_instant timestamptz;
  instant timestamptz;
  first_positions bigint[];
  actual_revisions bigint[];
BEGIN
  PERFORM pg_advisory_xact_lock(4995148757353189453);

  SELECT e.position, e.recorded_at INTO head_position, head_instant FROM log.events e ORDER BY e.position DESC LIMIT 1;
  head_position := coalesce(head_position, 0);
  instant := greatest(head_instant, date_trunc('milliseconds', clock_timestamp()));

  SELECT array_agg(CASE WHEN j.actual = j.expected THEN head_position + j.before + 1 ELSE 0 END ORDER BY j.ordinal),
         array_agg(j.actual ORDER BY j.ordinal)
    INTO first_positions, actual_revisions
    FROM (
      SELECT a.*, coalesce(sum(a.size) FILTER (WHERE a.actual = a.expected)
               OVER (ORDER BY a.ordinal ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
        FROM (
          SELECT u.*, coalesce((SELECT s.revision FROM log.streams s WHERE s.stream = u.stream COLLATE "C"), -1) AS actual
            FROM unnest(append_streams, append_expected, append_sizes) WITH ORDINALITY AS u(stream, expected, size, ordinal)
        ) a
    ) j;

  INSERT INTO log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
  SELECT first_positions[u.append] + u.step, u.stream, u.revision, u.id, u.type, u.payload, u.metadata, instant
    FROM unnest(event_appends, event_steps, event_streams, event_revisions, event_ids, event_types, event_payloads, event_metadata)
      AS u(append, step, stream, revision, id, type, payload, metadata)
   WHERE first_positions[u.append] > 0;

  IF FOUND THEN
    INSERT INTO log.streams (stream, revision, position)
    SELECT u.stream, u.expected + u.size, u.first + u.size - 1
      FROM unnest(append_streams, append_expected, append_sizes, first_positions) AS u(stream, expected, size, first)
     WHERE u.first > 0
    ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position;

    INSERT INTO log.text_keys (event_id, key)
    SELECT u.id, u.key FROM unnest(event_appends, event_ids, event_keys) AS u(append, id, key)
     WHERE u.key IS NOT NULL AND first_positions[u.append] > 0;

    PERFORM pg_notify('event_log', '');
  END IF;

  RETURN QUERY
  SELECT u.first, u.actual, to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    FROM unnest(first_positions, actual_revisions) WITH ORDINALITY AS u(first, actual, ordinal) ORDER BY u.ordinal;
END
$$;
`;

/** For everyone, the owner and superusers included, and also where triggers are switched off for replication. */
const REFUSE_CHANGE = `
CREATE FUNCTION log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are never changed or removed: % on log.% is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'Record a correction as a new event.';
END
$$;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log.events
  FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
ALTER TABLE log.events ENABLE ALWAYS TRIGGER refuse_change;
`;

/**
 * The application writes to the log through `append_batch` only, which runs as the owner: an event filed past it could
 * break the order. Roles belong to the whole server, so another database's migration may be making this one right now.
 */
const APPLICATION_ROLE = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'checkpoint_app') THEN
    CREATE ROLE checkpoint_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'checkpoint_app', 'USAGE') THEN
    EXECUTE format('GRANT checkpoint_app TO %I', current_user);
  END IF;
END
$$;
GRANT USAGE ON SCHEMA log TO checkpoint_app;
GRANT SELECT ON log.events, log.streams, log.text_keys TO checkpoint_app;
REVOKE ALL ON FUNCTION log.append_batch FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.append_batch TO checkpoint_app;
`;

/** Makes the log, the one function that writes to it, and the application's role. */
export class CreateEventLog1790000000000 implements MigrationInterface {
  readonly name = 'CreateEventLog1790000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const step of [TABLES, APPEND_BATCH, REFUSE_CHANGE, APPLICATION_ROLE]) await queryRunner.query(step);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the event log is the record: it is not dropped by a migration; drop the database by hand'));
  }
}
