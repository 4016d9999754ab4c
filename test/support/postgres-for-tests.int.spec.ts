import { Client } from 'pg';
import { createTestDatabase } from './postgres-for-tests.js';

async function query(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

describe('the databases of a test run', () => {
  it('gives each caller a database of its own, cloned from what was prepared once', async () => {
    let prepared = 0;
    const template = {
      name: 'with_a_note',
      prepare: async (connectionString: string) => {
        prepared += 1;
        await query(connectionString, "CREATE TABLE note AS SELECT 'kept' AS text");
      },
    };

    const [one, other] = await Promise.all([createTestDatabase(template), createTestDatabase(template)]);
    await query(one.connectionString, 'DROP TABLE note');

    expect(prepared).toBe(1);
    expect(await query(other.connectionString, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
    await Promise.all([one.drop(), other.drop()]);
    await expect(query(one.connectionString, 'SELECT 1')).rejects.toThrow('does not exist');
  });
});
