import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres.js';
import { projectPath } from '#platform/project-root.js';

/** A PostgreSQL of the benchmark's own, as the product ships it: flushing to disk, with the product's own settings. */
export interface BenchmarkServer {
  /** A new, empty database; connects as its owner. */
  makeDatabase(name: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  /** What the server was told about durability and memory. */
  settings(): Promise<Readonly<Record<string, string>>>;
  /** Writes of one 8 KiB page the disk takes per second when each is flushed by itself. */
  readonly flushesPerSecond: number;
  /** The id of its first process, which every connection's is a child of. */
  readonly process: number;
  /** Stops the server and removes its data. */
  remove(): Promise<void>;
}

const SETTINGS = [
  'server_version',
  'fsync',
  'synchronous_commit',
  'wal_sync_method',
  'full_page_writes',
  'shared_buffers',
  'max_wal_size',
  'data_checksums',
];

/** Makes and starts the server, in a folder of its own under `var/`, whatever DATA_DIR and DATABASE_URL say. */
export async function startBenchmarkServer(): Promise<BenchmarkServer> {
  await mkdir(projectPath('var'), { recursive: true });
  const folder = await mkdtemp(projectPath('var', 'benchmark-'));
  const quiet = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataDirectory: folder, log: quiet });
  // Root's server lies elsewhere, behind a link.
  const home = await realpath(join(folder, 'postgres'));
  const asOwner = (statement: string) => once(server.connectionString, statement);
  return {
    async makeDatabase(name) {
      await asOwner(`CREATE DATABASE ${name}`);
      const url = new URL(server.connectionString);
      url.pathname = `/${name}`;
      return url.href;
    },
    async dropDatabase(name) {
      await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
    async settings() {
      const { rows } = await asOwner(
        `SELECT name, current_setting(name) AS value FROM unnest('{${SETTINGS.join(',')}}'::text[]) AS name`,
      );
      return Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]));
    },
    flushesPerSecond: flushRate(home),
    process: Number.parseInt(await readFile(join(home, 'cluster', 'postmaster.pid'), 'utf8')),
    async remove() {
      await server.stop();
      await rm(home, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A pool that lets the server go away first: after a failure nobody is left to close it. */
export function poolOf(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on('error', () => undefined);
  return pool;
}

/** Runs one statement on a connection of its own. */
async function once(url: string, statement: string, values: unknown[] = []): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query<Record<string, unknown>>(statement, values);
  } finally {
    await client.end();
  }
}

function flushRate(folder: string): number {
  const page = Buffer.alloc(8_192, 1);
  const file = openSync(join(folder, 'flush-rate'), 'w');
  const began = performance.now();
  let flushes = 0;
  while (performance.now() - began < 1_000) {
    writeSync(file, page, 0, page.length, (flushes % 1_000) * page.length);
    fdatasyncSync(file);
    flushes += 1;
  }
  closeSync(file);
  return Math.round(flushes / ((performance.now() - began) / 1_000));
}
