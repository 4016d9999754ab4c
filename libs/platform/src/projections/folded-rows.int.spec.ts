import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres-for-tests.js';
import { projectLog } from '../../../../test/support/project-log.js';
import type { RecordedEvent, StreamRange } from '../event-store/port.js';
import { createDataSource, migrate } from '../read-store/data-source.js';
import { platformReadStoreMigrations } from '../read-store/migrations/index.js';
import { FoldedRows, foldedRows } from './folded-rows.js';

interface Said {
  readonly type: 'Said';
  readonly data: string;
}

const TABLE = 'words_v1';
const words = new FoldedRows<readonly string[], Said>({
  name: 'words',
  version: 1,
  table: TABLE,
  reader: { storedNames: ['Said.v1'], read: ({ payload }) => ({ type: 'Said', data: payload }) },
  keyOf: (stream) => stream.slice('talk-'.length),
  take: (known, { event }) => [...(known ?? []), event.data],
});

const said = (position: number, talk: string, revision: number, payload: string): RecordedEvent => ({
  position: BigInt(position),
  stream: `talk-${talk}`,
  revision: BigInt(revision),
  id: String(position),
  type: 'Said.v1',
  payload,
  recordedAt: '2026-01-01T00:00:00.000Z',
  metadata: { actor: 'a', role: 'r', commandId: 'c', commandHash: 'h', correlationId: 'c', causationId: 'c' },
});
const LOG = [
  said(1, 'one', 0, 'a'),
  said(2, 'two', 0, 'x'),
  said(3, 'one', 1, 'b'),
  said(5, 'one', 2, 'c'),
  said(6, 'two', 1, 'y'),
];
const store = {
  readAll: (after: bigint, limit: number) => Promise.resolve(LOG.filter(({ position }) => position > after).slice(0, limit)),
  readStream: (stream: string, { upToPosition = 0n }: StreamRange = {}) =>
    Promise.resolve(LOG.filter((event) => event.stream === stream && event.position <= upToPosition)),
};

let database: TestDatabase;
let dataSource: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.connectionString, platformReadStoreMigrations);
  dataSource = await createDataSource({
    url: database.connectionString,
    entities: [],
    migrations: [],
    poolSize: 1,
  }).initialize();
  await dataSource.query(
    `create table read_model.${TABLE} (key text, from_position bigint, to_position bigint, known jsonb not null,
      primary key (key, from_position))`,
  );
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** All rows, after the log was taken in in batches of that size. */
async function rowsAfter(batchSize: number, forgetful = false): Promise<unknown> {
  await dataSource.query(`delete from ${TABLE}`);
  await projectLog({ store, dataSource, projections: [words], batchSizes: [batchSize], forgetful });
  return dataSource.query(`select * from ${TABLE} order by key, from_position`);
}

describe('rows folded from streams', () => {
  it('are the same whatever the batches, one after each event, each ended by the next', async () => {
    const all = await rowsAfter(LOG.length);
    expect(await rowsAfter(1)).toEqual(all);
    expect(await rowsAfter(2)).toEqual(all);
    expect(await rowsAfter(2, true)).toEqual(all);
    expect(all).toMatchObject([
      { key: 'one', from_position: '1', to_position: '3', known: ['a'] },
      { key: 'one', from_position: '3', to_position: '5', known: ['a', 'b'] },
      { key: 'one', from_position: '5', to_position: null, known: ['a', 'b', 'c'] },
      { key: 'two', from_position: '2', to_position: '6', known: ['x'] },
      { key: 'two', from_position: '6', to_position: null, known: ['x', 'y'] },
    ]);
  });

  it('tell what was known when the log ended at a position, narrowed as asked', async () => {
    await rowsAfter(2);
    const at = (asAt?: bigint) => foldedRows<readonly string[]>(dataSource, TABLE, { asAt });
    expect(await at(0n)).toEqual([]);
    expect(await at(4n)).toEqual([
      { key: 'one', known: ['a', 'b'] },
      { key: 'two', known: ['x'] },
    ]);
    expect(await at()).toHaveLength(2);
    const narrowed = { where: 'known ? $2', parameters: ['c'] };
    expect(await foldedRows(dataSource, TABLE, narrowed)).toEqual([{ key: 'one', known: ['a', 'b', 'c'] }]);
  });
});
