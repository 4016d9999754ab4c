import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres-for-tests.js';
import { createDataSource } from './data-source.js';
import { clientOf, FlightFailed, fly, type Statement, withClient } from './flight.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  // One connection only: each test meets what the one before left on it.
  dataSource = createDataSource({ url: database.connectionString, entities: [], migrations: [], poolSize: 1 });
  await dataSource.initialize();
  await dataSource.query('create table landed (number int primary key, word text)');
});

beforeEach(() => dataSource.query('truncate landed'));

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const insert = (number: number, word: string | null): Statement => ({
  text: 'insert into landed values ($1, $2)',
  values: [String(number), word],
});

const copy = (lines: string): Statement => ({ text: 'copy landed from stdin', data: Buffer.from(lines) });

const send = (...statements: readonly Statement[]): Promise<void> => withClient(dataSource, (client) => fly(client, statements));

const landed = (): Promise<{ number: number; word: string | null }[]> =>
  dataSource.query('select number, word from landed order by number');

describe('statements sent all at once', () => {
  it('are done in their order, rows that are copied among them', async () => {
    await send(insert(1, 'one'), copy('2\ttwo\n3\t\\N\n'), { text: `update landed set word = word || '!'` }, insert(4, null));
    expect(await landed()).toEqual([
      { number: 1, word: 'one!' },
      { number: 2, word: 'two!' },
      { number: 3, word: null },
      { number: 4, word: null },
    ]);
  });

  it('are done all or not at all, and the first that fails is told', async () => {
    const sent = send(insert(1, 'one'), insert(1, 'once more'), copy('2\ttwo\n'), insert(3, 'three'));
    await expect(sent).rejects.toMatchObject({ index: 1, driverError: { code: '23505' } });
    await expect(sent).rejects.toBeInstanceOf(FlightFailed);
    expect(await landed()).toEqual([]);
  });

  it('tell of rows that cannot be copied', async () => {
    await expect(send(insert(1, 'one'), copy('two\ttwo\n'), insert(3, 'three'))).rejects.toMatchObject({ index: 1 });
    expect(await landed()).toEqual([]);
  });

  it('leave a connection that goes on working, whatever failed on it', async () => {
    const shift: Statement = { text: 'update landed set number = number + $1', values: ['10'] };
    await expect(send({ text: 'insert into nowhere values (1)' }, shift)).rejects.toMatchObject({ index: 0 });
    await expect(send({ text: 'insert into landed values (1 / $1::int)', values: ['0'] }, shift)).rejects.toMatchObject({
      index: 0,
    });
    await send(insert(1, 'one'), shift);
    await send(shift);
    expect(await landed()).toEqual([{ number: 21, word: 'one' }]);
  });

  it('are part of a transaction that was begun before', async () => {
    const undone = dataSource.transaction(async (manager) => {
      await fly(await clientOf(manager), [insert(1, 'one')]);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await landed()).toEqual([]);
  });

  it('fail when the connection is lost, and are not done', async () => {
    const lost = send(insert(1, 'one'), { text: 'select pg_terminate_backend(pg_backend_pid())' }, insert(2, 'two'));
    await expect(lost).rejects.toBeInstanceOf(FlightFailed);
    await pause(50);
    expect(await landed()).toEqual([]);
  });
});
