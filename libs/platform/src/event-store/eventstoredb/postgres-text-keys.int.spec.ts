import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/postgres-for-tests.js';
import { APP_ROLE, createDataSource, migrate } from '../../read-store/data-source.js';
import { eventsOf } from '../testing/appends.js';
import { eventLogMigrations } from '../postgres/event-log-migrations.js';
import { PostgresEventStore } from '../postgres/postgres-event-store.js';
import { PostgresTextKeys } from './postgres-text-keys.js';
import { sealedHash } from './text-keys.js';

describe('text keys in PostgreSQL, beside a log in EventStoreDB', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await createTestDatabase({
      name: 'with_text_keys',
      prepare: async (url) => void (await migrate(url, eventLogMigrations)),
    });
    const url = database.connectionString;
    dataSource = createDataSource({ url, role: APP_ROLE, entities: [], migrations: [], poolSize: 2 });
    await dataSource.initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const filed = (eventId: string, payload: string, key: string) => ({
    eventId,
    sealedHash: sealedHash(payload),
    key: Buffer.from(key),
  });

  it('are found by their events, each attempt of an event by its own payload', async () => {
    const keys = new PostgresTextKeys(dataSource);
    const [one, two] = [randomUUID(), randomUUID()];
    const all = [filed(one, 'a', 'k1'), filed(one, 'b', 'k2'), filed(two, 'a', 'k3')];
    await keys.file(all);
    await keys.file([filed(one, 'a', 'another')]);

    const found = await keys.find([one, two, randomUUID()]);
    expect(found.map(({ key }) => Buffer.from(key).toString()).sort()).toEqual(['k1', 'k2', 'k3']);
    expect(found).toEqual(expect.arrayContaining(all));
    expect(await keys.find([])).toEqual([]);
  });

  it.each([
    "INSERT INTO log.text_keys (event_id, key) VALUES (gen_random_uuid(), '')",
    "UPDATE log.text_keys SET key = ''",
    'DELETE FROM log.text_keys',
  ])('are not to be changed by the application: %s', async (change) => {
    await expect(dataSource.query(change)).rejects.toThrow('permission denied');
  });

  it('of a log in PostgreSQL are kept as before', async () => {
    const store = new PostgresEventStore({ connectionString: database.connectionString, role: APP_ROLE });
    const [event] = eventsOf();
    if (event === undefined) throw new Error('there is no event');
    await store.append('s', 'no-stream', [{ ...event, textKey: Buffer.from('k') }]);
    const [read] = await store.readAll(0n, 10);
    expect(Buffer.from(read?.textKey ?? []).toString()).toBe('k');
    await store.close();
  });
});
