import { randomUUID } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import { createTestDatabase, type DatabaseTemplate, type TestDatabase } from '../../../../../test/support/postgres-for-tests.js';
import { haltPostgres, removePostgres, resumePostgres, startPostgres } from '../../../../../test/support/postgres-server.js';
import { describeEventStoreContract } from '../event-store.contract-suite.js';
import { accepted, eventsOf } from '../testing/appends.js';
import { EventStoreBusy, type NewEvent } from '../port.js';
import { eventLogMigrations } from './event-log-migrations.js';
import { PostgresEventStore, type PostgresEventStoreOptions } from './postgres-event-store.js';

async function migrate(connectionString: string, migrations = eventLogMigrations): Promise<void> {
  const source = new DataSource({ type: 'postgres', url: connectionString, migrations });
  await source.initialize();
  await source.runMigrations();
  await source.destroy();
}

const withEventLog: DatabaseTemplate = { name: 'with_event_log', prepare: (url) => migrate(url) };

async function asOwner(connectionString: string, ...statements: readonly string[]): Promise<QueryResult | undefined> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    let last: QueryResult | undefined;
    for (const statement of statements) last = await client.query(statement);
    return last;
  } finally {
    await client.end();
  }
}

const CUT =
  'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

describeEventStoreContract('the store in PostgreSQL', async () => {
  const database = await createTestDatabase(withEventLog);
  const stores: PostgresEventStore[] = [];
  const another = (): PostgresEventStore => {
    const store = new PostgresEventStore({ connectionString: database.connectionString, role: 'checkpoint_app' });
    stores.push(store);
    return store;
  };
  return {
    store: another(),
    dense: true,
    another,
    cutConnections: async () => void (await asOwner(database.connectionString, CUT)),
    remove: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await database.drop();
    },
  };
});

describe('the log in PostgreSQL', () => {
  let database: TestDatabase;
  let stores: PostgresEventStore[];
  const open = (options: Partial<PostgresEventStoreOptions> = {}): PostgresEventStore => {
    const store = new PostgresEventStore({ connectionString: database.connectionString, role: 'checkpoint_app', ...options });
    stores.push(store);
    return store;
  };
  beforeEach(async () => {
    database = await createTestDatabase(withEventLog);
    stores = [];
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  });

  describe('is never changed', () => {
    const changes = [
      "UPDATE log.events SET type = 'Other.v1'",
      'DELETE FROM log.events',
      'TRUNCATE log.events',
      'DELETE FROM log.events WHERE false',
    ];

    it.each(changes)('not by its owner, nor where triggers are off for replication: %s', async (change) => {
      await open().append('s', 'no-stream', eventsOf());
      await expect(asOwner(database.connectionString, change)).rejects.toThrow('events are never changed or removed');
      await expect(asOwner(database.connectionString, "SET session_replication_role = 'replica'", change)).rejects.toThrow(
        'events are never changed or removed',
      );
      expect(await open().readStream('s')).toHaveLength(1);
    });

    it.each([
      ...changes,
      "INSERT INTO log.events VALUES (9, 's', 9, gen_random_uuid(), 'Forged.v1', '{}', '{}', now())",
      'DELETE FROM log.text_keys',
      'DROP TABLE log.events',
      'ALTER TABLE log.events DISABLE TRIGGER ALL',
    ])('not by the application: %s', async (change) => {
      await open().append('s', 'no-stream', eventsOf());
      await expect(asOwner(database.connectionString, 'SET ROLE checkpoint_app', change)).rejects.toThrow(
        /permission denied|must be owner/,
      );
    });
  });

  it('works where its owner is no superuser, as on a hosted server', async () => {
    const [bare, owner] = [await createTestDatabase(), `owner_${randomUUID().slice(0, 8)}`];
    const url = new URL(bare.connectionString);
    const makeOwner = `CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD '${url.password}'`;
    await asOwner(bare.connectionString, makeOwner, `ALTER DATABASE ${url.pathname.slice(1)} OWNER TO ${owner}`);
    url.username = owner;
    // Where the application's role was made by somebody else, that somebody lends it.
    await asOwner(bare.connectionString, `GRANT checkpoint_app TO ${owner}`);
    await migrate(url.href);

    const store = open({ connectionString: url.href });
    expect(accepted(await store.append('s', 'no-stream', eventsOf())).position).toBe(1n);
    await store.close();
    await bare.drop();
    await asOwner(database.connectionString, `DROP ROLE ${owner}`);
  });

  it('never dates an event before the one before it, even when the clock was set back', async () => {
    const ahead = `INSERT INTO log.events VALUES (1, 'early', 0, gen_random_uuid(), 'NoteTaken.v1', '{}', '{}', '2099-12-31T23:59:59.007Z')`;
    await asOwner(database.connectionString, ahead);
    const { position, recordedAt } = accepted(await open().append('s', 'no-stream', eventsOf()));
    expect({ position, recordedAt }).toEqual({ position: 2n, recordedAt: '2099-12-31T23:59:59.007Z' });
  });

  it('finds the position of any instant, where one holds many events and others none', async () => {
    const instants = ['10', '10', '10', '20', '20', '31', '45', '45', '45', '45', '59'];
    await asOwner(
      database.connectionString,
      ...instants.map(
        (second, index) =>
          `INSERT INTO log.events VALUES (${String(index + 1)}, 's', ${String(index)}, gen_random_uuid(), 'NoteTaken.v1', '{}', '{}', '2014-06-10T10:00:${second}Z')`,
      ),
    );
    for (let second = 0; second < 60; second++) {
      const expected = instants.filter((instant) => Number(instant) <= second).length;
      const instant = `2014-06-10T10:00:${String(second).padStart(2, '0')}Z`;
      expect([second, await open().positionAt(instant)]).toEqual([second, BigInt(expected)]);
    }
  });

  it('reads as much at the end of a long log as at its beginning', async () => {
    const events =
      "SELECT n, 's-' || n, 0, gen_random_uuid(), 'NoteTaken.v1', '{}', '{}', now() FROM generate_series(1, 5000) AS n";
    const keys = "SELECT n, gen_random_uuid(), 'key' FROM generate_series(1, 5000) AS n";
    await asOwner(
      database.connectionString,
      `INSERT INTO log.events ${events}`,
      `INSERT INTO log.text_keys (position, event_id, key) ${keys}`,
      'ANALYZE log.events, log.text_keys',
    );
    // One connection, and often enough that it keeps a plan for any position; it tells what it has read when it ends.
    const store = open({ readers: 1 });
    for (let time = 0; time < 20; time++) expect(await store.readAll(4_990n, 100)).toHaveLength(10);
    await store.close();
    const read = await asOwner(
      database.connectionString,
      "SELECT max(idx_tup_read)::int AS entries FROM pg_stat_user_indexes WHERE schemaname = 'log'",
    );
    expect((read?.rows[0] as { entries: number }).entries).toBeLessThan(1_000);
  });

  it('writes the rest of a batch in which one append cannot be stored, and says which', async () => {
    const store = open();
    const outcomes = await Promise.allSettled([
      store.append('left', 'no-stream', eventsOf()),
      store.append('broken', 'no-stream', eventsOf({}, 1, 'not json')),
      store.append('right', 'no-stream', eventsOf()),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.readAll(0n, 10)).map(({ stream, position }) => [stream, position])).toEqual([
      ['left', 1n],
      ['right', 2n],
    ]);
  });

  it('shares one transaction among the appends that wait, one per stream', async () => {
    const store = open();
    const outcomes = await Promise.all(
      ['s-1', 's-1', 's-2', 's-3'].map((stream) => store.append(stream, 'no-stream', eventsOf())),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'conflict', 'appended', 'appended']);
    const transactions = await asOwner(database.connectionString, 'SELECT count(DISTINCT xmin::text)::int AS n FROM log.events');
    expect(transactions?.rows).toEqual([{ n: 1 }]);
  });

  it('refuses an append when too many wait, having written nothing of it', async () => {
    const store = open({ queueLimit: 3 });
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd', 'e'].map((stream) => store.append(stream, 'no-stream', eventsOf())),
    );
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refused).toHaveLength(2);
    for (const reason of refused) expect(reason).toBeInstanceOf(EventStoreBusy);
    expect(await store.readAll(0n, 10)).toHaveLength(3);
    expect(accepted(await store.append('d', 'no-stream', eventsOf())).position).toBe(4n);
  });

  it('answers what waits before it closes, and takes nothing after', async () => {
    const store = open();
    const waiting = ['a', 'b', 'c'].map((stream) => store.append(stream, 'no-stream', eventsOf()));
    await store.close();
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual(['appended', 'appended', 'appended']);
    await expect(store.append('d', 'no-stream', eventsOf())).rejects.toThrow('closed');
  });

  it('gives up a statement that waits too long for another writer, and writes when asked again', async () => {
    const store = open({ statementTimeoutMs: 200 });
    const other = new Client({ connectionString: database.connectionString });
    await other.connect();
    await other.query('BEGIN');
    await other.query('LOCK TABLE log.events IN ACCESS EXCLUSIVE MODE');
    const events = eventsOf();
    await expect(store.append('s', 'no-stream', events)).rejects.toThrow('statement timeout');
    await other.end();
    expect(accepted(await store.append('s', 'no-stream', events))).toMatchObject({ outcome: 'appended', position: 1n });
  });
});

describe('a log begun by the release before', () => {
  const appendAsBefore = (stream: string, expected: number, { id, payload, metadata, textKey }: NewEvent): string =>
    `SELECT * FROM log.append_batch('{${stream}}', '{${String(expected)}}', '{1}', '{${stream}}', '{${String(expected + 1)}}', '{${id}}',
      '{NoteTaken.v1}', ARRAY['${payload}'::json], ARRAY['${JSON.stringify(metadata)}'::json], ARRAY[${textKey === undefined ? 'NULL' : `'\\x${Buffer.from(textKey).toString('hex')}'`}]::bytea[])`;

  it('is read as it was recorded, keys included, and goes on, also where that release is still at work', async () => {
    const database = await createTestDatabase({
      name: 'with_event_log_of_the_release_before',
      prepare: (url) => migrate(url, eventLogMigrations.slice(0, 3)),
    });
    const [first, second, third] = [eventsOf(), eventsOf(), eventsOf()].map(([event], index) => ({
      ...event!,
      payload: `{ "n": ${String(index)} }`,
      ...(index === 1 ? {} : { textKey: Buffer.alloc(32, index) }),
    })) as [NewEvent, NewEvent, NewEvent];
    const filed = `INSERT INTO log.text_keys VALUES (gen_random_uuid(), 'key', 'hash')`;
    await asOwner(database.connectionString, appendAsBefore('s', -1, first), appendAsBefore('s', 0, second), filed);

    await migrate(database.connectionString);
    await asOwner(database.connectionString, 'SET ROLE checkpoint_app', appendAsBefore('s', 1, third));
    const store = new PostgresEventStore({ connectionString: database.connectionString, role: 'checkpoint_app' });
    expect(await store.readAll(0n, 10)).toMatchObject(
      [first, second, third].map((event, index) => ({
        ...event,
        position: BigInt(index + 1),
        stream: 's',
        revision: BigInt(index),
      })),
    );
    expect((await store.readAll(1n, 1))[0]).not.toHaveProperty('textKey');
    expect(await store.append('s', 2n, [second])).toMatchObject({ outcome: 'repeated', revision: 1n, position: 2n });
    expect(await store.append('s', 2n, eventsOf())).toMatchObject({ outcome: 'appended', revision: 3n, position: 4n });
    const keys = await asOwner(
      database.connectionString,
      "SELECT position, encode(sealed_hash, 'escape') AS hash FROM log.text_keys ORDER BY position",
    );
    expect(keys?.rows).toMatchObject([{ position: '1' }, { position: '3' }, { position: null, hash: 'hash' }]);
    await store.close();
    await database.drop();
  });
});

describe('the log in a PostgreSQL that is restarted', () => {
  it.each(['fast', 'immediate'] as const)('loses nothing acknowledged and doubles nothing (%s)', async (mode) => {
    const server = await startPostgres();
    await migrate(server.connectionString);
    const store = new PostgresEventStore({
      connectionString: server.connectionString,
      role: 'checkpoint_app',
      reconnectWithinMs: 30_000,
    });
    try {
      const stop = new AbortController();
      const seen: bigint[] = [];
      const following = (async () => {
        for await (const batch of store.subscribe(0n, { signal: stop.signal })) {
          seen.push(...batch.map(({ position }) => position));
          if (seen.length >= 200) stop.abort();
        }
      })();
      const writing = Promise.all(
        Array.from({ length: 20 }, async (_, writer) => {
          for (let revision = -1n; revision < 9n; revision += 1n) {
            if (writer === 0 && revision === 4n) await haltPostgres(server, mode).then(() => resumePostgres(server));
            accepted(await store.append(`s-${writer}`, revision < 0n ? 'no-stream' : revision, eventsOf()));
          }
        }),
      );
      await Promise.all([writing, following]);

      expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => BigInt(index + 1)));
    } finally {
      await store.close();
      await removePostgres(server);
    }
  });
});
