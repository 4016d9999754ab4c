import { Client } from 'pg';
import type { TestDatabase } from '../../support/postgres-for-tests.js';

/**
 * Keeps a process manager from working while something is done: its lease is taken away from the process that has it, as happens
 * when that process dies, and given back afterwards.
 */
export async function heldBack<Result>(database: TestDatabase, manager: string, work: () => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    // Asked for before the lease is free, so that nobody else is quicker.
    const taken = client.query(`select pg_advisory_lock(hashtextextended('process manager ' || $1, 0))`, [manager]);
    await endHolder(database, manager);
    await taken;
    return await work();
  } finally {
    await client.end();
  }
}

async function endHolder({ connectionString }: TestDatabase, manager: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(
      `select pg_terminate_backend(pid) from pg_locks, hashtextextended('process manager ' || $1, 0) as lease
        where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
          and classid::bigint = (lease >> 32) & 4294967295 and objid::bigint = lease & 4294967295`,
      [manager],
    );
  } finally {
    await client.end();
  }
}
