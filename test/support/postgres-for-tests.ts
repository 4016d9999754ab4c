import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { type PostgresForTests, startPostgres } from './postgres-server.js';

/** A database of its own for one spec file. */
export interface TestDatabase {
  /** Connects as the owner of the database, who is a superuser of the server. */
  readonly connectionString: string;
  /** Cuts every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A database that is prepared once in a test run and then cloned: cheaper than migrating for each spec file. */
export interface DatabaseTemplate {
  /** Names what it holds: the same name always means the same content. Letters, digits, underscores. */
  readonly name: string;
  /** Prepares it, for instance by running migrations; must close its connections before it returns. */
  prepare(connectionString: string): Promise<void>;
}

/**
 * Gives a spec file a fresh database on a real PostgreSQL:
 *
 *     let database: TestDatabase;
 *     beforeAll(async () => { database = await createTestDatabase(); });
 *     afterAll(() => database.drop());
 *
 * or, cloned from one that was migrated once per test run:
 *
 *     database = await createTestDatabase({ name: 'with_event_log', prepare: (connectionString) => migrate(connectionString) });
 *
 * The server is one per Jest run. The first call starts it (about a second), so a run of pure specs never pays;
 * `jest-global-teardown.mjs` stops it and removes its data. A test that has to stop or crash a server starts one of its
 * own with `startPostgres` of `postgres-server.ts`.
 */
export async function createTestDatabase(template?: DatabaseTemplate): Promise<TestDatabase> {
  const server = await serverOfThisRun();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asOwner(server, async (client) => {
    const source = template === undefined ? 'template1' : await preparedTemplate(server, client, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${source}`);
  });
  return {
    connectionString: databaseAt(server, name),
    drop: () => asOwner(server, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** The folder of this run, made by `jest-global-setup.mjs` and inherited by every worker. */
function folderOfThisRun(): string {
  const folder = process.env['CHECKPOINT_TEST_RUN'];
  if (folder === undefined) throw new Error('CHECKPOINT_TEST_RUN is not set: run the specs through Jest with jest.config.mjs');
  return folder;
}

async function serverOfThisRun(): Promise<PostgresForTests> {
  const folder = folderOfThisRun();
  const description = join(folder, 'server.json');
  const first = await mkdir(join(folder, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) await startAndDescribe(folder, description);
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const found = await readFile(description, 'utf8').catch(() => undefined);
    if (found !== undefined) return described(found);
    await pause(100);
  }
  throw new Error('the PostgreSQL of this test run did not start within a minute');
}

function described(text: string): PostgresForTests {
  const description = JSON.parse(text) as PostgresForTests | { failure: string };
  if ('failure' in description) throw new Error(`the PostgreSQL of this test run did not start: ${description.failure}`);
  return description;
}

async function startAndDescribe(folder: string, description: string): Promise<void> {
  const outcome = await startPostgres(folder).catch((error: unknown) => ({ failure: String(error) }));
  // Renamed into place, so that no other worker reads half of it.
  await writeFile(`${description}.new`, JSON.stringify(outcome), { mode: 0o600 });
  await rename(`${description}.new`, description);
}

async function preparedTemplate(server: PostgresForTests, client: Client, template: DatabaseTemplate): Promise<string> {
  const name = `template_${template.name}`;
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (rowCount === 0) {
    await client.query(`DROP DATABASE IF EXISTS ${name}_unfinished WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}_unfinished`);
    await template.prepare(databaseAt(server, `${name}_unfinished`));
    await client.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`);
  }
  // Two clones of one template at a time would refuse each other, so the lock is held until this session ends.
  return name;
}

function databaseAt(server: PostgresForTests, name: string): string {
  const url = new URL(server.connectionString);
  url.pathname = `/${name}`;
  return url.href;
}

async function asOwner<Result>(server: PostgresForTests, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
