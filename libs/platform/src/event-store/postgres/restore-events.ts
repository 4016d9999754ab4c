import { Client } from 'pg';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { RecordedEvent } from '../port.js';

/** The log cannot take in events from elsewhere; it is as it was. */
export class LogNotEmpty extends Error {
  constructor(detail: string) {
    super(`Nothing was restored: ${detail}. A log is restored into a new, empty database only.`);
    this.name = 'LogNotEmpty';
  }
}

/** The lock `log.append_batch` takes: nobody appends while the log is restored. */
const APPEND_LOCK = '4995148757353189453';

const INSERT_EVENTS = `
  INSERT INTO log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
  SELECT e.position, e.stream, e.revision, e.id, e.type, e.payload::json, e.metadata::json, e.recorded_at
    FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
      AS e(position, stream, revision, id, type, payload, metadata, recorded_at)`;

const INSERT_KEYS = `
  INSERT INTO log.text_keys (position, event_id, key)
  SELECT k.position, k.id, decode(k.key, 'hex') FROM unnest($1::bigint[], $2::uuid[], $3::text[]) AS k(position, id, key)`;

/**
 * Takes in the events of another log as they were recorded: positions, revisions, ids, instants and stored bytes. All of them or
 * none, in one transaction; an error thrown by `batches` undoes everything. `ownerUrl` connects as the owner, whom alone the
 * log lets insert. Returns how many events there are.
 *
 * @throws LogNotEmpty when the log holds events, or a read model has been moved on from its beginning.
 */
export async function restoreEvents(ownerUrl: string, batches: AsyncIterable<readonly RecordedEvent[]>): Promise<number> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'checkpoint-assurance restore' });
  // A connection that breaks while nothing is asked of it shows in the next statement.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${APPEND_LOCK})`);
    await refuseUnlessEmpty(client);
    let events = 0;
    for await (const batch of batches) {
      await insert(client, batch);
      events += batch.length;
    }
    await client.query(`SELECT pg_notify('event_log', '')`);
    await client.query('COMMIT');
    return events;
  } finally {
    // Ends a transaction that was not committed, and with it all it did.
    await client.end();
  }
}

async function refuseUnlessEmpty(client: Client): Promise<void> {
  const { rows } = await client.query<{ events: boolean; moved: string | null }>(
    `SELECT EXISTS (SELECT FROM log.events) AS events,
            (SELECT min(name) FROM read_model.projection_checkpoints WHERE position > 0) AS moved`,
  );
  const [found] = rows;
  if (found?.events !== false) throw new LogNotEmpty('the log holds events already');
  if (found.moved !== null)
    throw new LogNotEmpty(`the log is empty, but the read model ${found.moved} holds rows of another one`);
}

async function insert(client: Client, batch: readonly RecordedEvent[]): Promise<void> {
  await client.query({
    name: 'restore-events',
    text: INSERT_EVENTS,
    values: [
      batch.map(({ position }) => String(position)),
      batch.map(({ stream }) => stream),
      batch.map(({ revision }) => String(revision)),
      batch.map(({ id }) => id),
      batch.map(({ type }) => type),
      batch.map(({ payload }) => payload),
      batch.map(({ metadata }) => canonicalJson(metadata)),
      batch.map(({ recordedAt }) => recordedAt),
    ],
  });
  const sealed = batch.flatMap(({ position, id, textKey }) =>
    textKey === undefined ? [] : [{ position: String(position), id, key: Buffer.from(textKey).toString('hex') }],
  );
  if (sealed.length === 0) return;
  await client.query({
    name: 'restore-keys',
    text: INSERT_KEYS,
    values: [sealed.map(({ position }) => position), sealed.map(({ id }) => id), sealed.map(({ key }) => key)],
  });
}
