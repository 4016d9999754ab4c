import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres-for-tests.js';
import { clientOf, fly } from '../read-store/flight.js';
import { createDataSource, migrate } from '../read-store/data-source.js';
import { platformReadStoreMigrations } from '../read-store/migrations/index.js';
import { BulkLoad } from './bulk-load.js';
import { CopyChannel } from './copy-channel.js';
import { PendingWrites } from './pending-writes.js';
import { LinesOfTables } from './row-lines.js';
import type { TableShape, Write } from './writes.js';

const HELD = 'held_v1';
const LATEST = 'latest_v1';
const SHAPES: readonly TableShape[] = [
  { name: HELD, key: ['thing', 'from_position'], recordedColumn: 'from_position' },
  { name: LATEST, key: ['thing'] },
];
const TABLES = `
  create table ${HELD} (thing text, note text, labels text[], details json, from_position bigint, to_position bigint, retracted_position bigint);
  create table ${LATEST} (thing text, position bigint, seen boolean)`;
const KEYS = `
  alter table ${HELD} add primary key (thing, from_position);
  alter table ${LATEST} add primary key (thing)`;

/** What happens to a thing at each position. */
interface Happening {
  readonly thing: string;
  readonly what: 'change' | 'correct' | 'withdraw';
  readonly note: string | null;
}

const happening = fc.record<Happening>({
  thing: fc.constantFrom('a', 'b', 'c', 'd'),
  what: fc.constantFrom('change', 'change', 'change', 'correct', 'withdraw'),
  note: fc.option(fc.string({ unit: fc.constantFrom('x', '\\', '\t', '\n', '\r', '"', '{', ',', 'é', '😀', 'N') })),
});

/** The writes of a fold that closes the row before it writes the next, event by event. */
function writesOf(happenings: readonly Happening[]): readonly (readonly Write[])[] {
  const from = new Map<string, string>();
  return happenings.map(({ thing, what, note }, index): readonly Write[] => {
    const at = String(index + 1);
    const before = from.get(thing);
    const writes: Write[] = [
      { do: 'put', table: LATEST, key: { thing }, row: () => ({ thing, position: at, seen: note !== null }) },
    ];
    if (what === 'withdraw') {
      from.delete(thing);
      return [...writes, { do: 'retract', table: HELD, of: { thing }, at }];
    }
    from.set(thing, at);
    if (before !== undefined)
      writes.push({ do: 'close', table: HELD, key: { thing, from_position: before }, at, wasWrong: what === 'correct' });
    const texts = note === null ? [] : [note, null, thing];
    const row = { thing, note, labels: texts, details: { note, texts }, from_position: at };
    return [...writes, { do: 'insert', table: HELD, row: () => ({ ...row, to_position: null, retracted_position: null }) }];
  });
}

describe('filling empty tables', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let lines: Awaited<ReturnType<LinesOfTables['lookUp']>>;
  beforeAll(async () => {
    database = await createTestDatabase();
    await migrate(database.connectionString, platformReadStoreMigrations);
    dataSource = createDataSource({ url: database.connectionString, entities: [], migrations: [], poolSize: 2 });
    await dataSource.initialize();
    for (const schema of ['read_model', 'copy']) {
      if (schema === 'copy') await dataSource.query('create schema copy');
      await dataSource.transaction(async (manager) => {
        await manager.query(`set local search_path to ${schema}`);
        await manager.query(TABLES);
        if (schema === 'read_model') await manager.query(KEYS);
      });
    }
    lines = await new LinesOfTables().lookUp([HELD, LATEST], dataSource.manager);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const rowsIn = (schema: string) =>
    dataSource.query<object[]>(
      `select row_to_json(h)::text as row from ${schema}.${HELD} h union all select row_to_json(l)::text from ${schema}.${LATEST} l order by 1`,
    );

  async function written(all: readonly (readonly Write[])[], batchSize: number): Promise<object[]> {
    await dataSource.query(`truncate ${HELD}, ${LATEST}`);
    for (let at = 0; at < all.length; at += batchSize) {
      const pending = new PendingWrites(SHAPES, lines);
      for (const write of all.slice(at, at + batchSize).flat()) pending.add(write);
      await dataSource.transaction(async (manager) => fly(await clientOf(manager), pending.takeStatements()));
    }
    return rowsIn('read_model');
  }

  async function filled(all: readonly (readonly Write[])[], batchSize: number, heldBack: number): Promise<object[]> {
    await dataSource.query('drop schema copy cascade; create schema copy');
    await dataSource.transaction(async (manager) => {
      await manager.query('set local search_path to copy');
      await manager.query(TABLES);
      const load = new BulkLoad(SHAPES, lines, (table) => `copy.${table}`, heldBack);
      const client = await clientOf(manager);
      const channel = new CopyChannel(client);
      for (let at = 0; at < all.length; at += batchSize) {
        for (const write of all.slice(at, at + batchSize).flat()) load.add(write);
        await load.send(channel);
      }
      await load.sendRest(channel);
      await channel.done();
      await manager.query(KEYS);
      await load.amend(client);
    });
    return rowsIn('copy');
  }

  it('gives the rows that writing event by event gives, however much is held back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), async (happenings, batchSize) => {
        const all = writesOf(happenings);
        const expected = await written(all, 1);
        expect(await written(all, batchSize)).toEqual(expected);
        for (const heldBack of [0, 2, 1000]) expect(await filled(all, batchSize, heldBack)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
