import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Client } from 'pg';
import { StartupError } from '../config/startup-error.js';
import { binariesFor, installedBinaries } from './binaries.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { postgresAccount, runAs } from './server-account.js';

// initdb and a recovery each take seconds on a busy machine.
jest.setTimeout(120_000);

const quiet = { info: () => undefined, warn: () => undefined };

let folder: string;
const started: EmbeddedPostgres[] = [];

async function start(dataDirectory = join(folder, 'var')): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, log: quiet, sharedFolder: join(folder, 'shared') });
  started.push(server);
  return server;
}

async function query(server: EmbeddedPostgres, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: server.connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const clusterFile = (name: string): string => join(folder, 'var', 'postgres', 'cluster', name);

async function killPostmaster(): Promise<void> {
  const id = Number((await readFile(clusterFile('postmaster.pid'), 'utf8')).split('\n')[0]);
  process.kill(id, 'SIGKILL');
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  await chmod(folder, 0o711);
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('makes a UTF-8 database in the C locale behind a password only we can read, on 127.0.0.1 alone', async () => {
    const server = await start();

    expect(server.adopted).toBe(false);
    const [facts] = await query(
      server,
      `SELECT current_database() AS database, pg_encoding_to_char(encoding) AS encoding, datcollate AS locale,
              current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
              current_setting('fsync') AS durable, current_setting('server_version_num')::int / 10000 AS version
         FROM pg_database WHERE datname = current_database()`,
    );
    expect(facts).toEqual({
      database: 'checkpoint',
      encoding: 'UTF8',
      locale: 'C',
      addresses: '127.0.0.1',
      sockets: '',
      durable: 'on',
      version: 18,
    });
    const password = join(folder, 'var', 'postgres', 'password');
    expect((await stat(password)).mode & 0o777).toBe(0o600);
    expect(server.connectionString).toContain(await readFile(password, 'utf8'));

    const stranger = new Client({ connectionString: server.connectionString.replace(/:[^:@]+@/, ':wrong@') });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
  });

  it('keeps what people wrote out of its own log', async () => {
    const server = await start();
    await query(server, 'CREATE TABLE note (text text PRIMARY KEY)');
    await query(server, "INSERT INTO note VALUES ('about a patient')");
    await expect(query(server, "INSERT INTO note VALUES ('about a patient')")).rejects.toThrow('duplicate key');

    const log = await readFile(join(folder, 'var', 'postgres', 'server.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('patient');
  });

  it('finds the data again after it was stopped, and a second stop says nothing', async () => {
    const first = await start();
    await query(first, "CREATE TABLE note AS SELECT 'kept' AS text");
    await first.stop();
    await first.stop();

    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  });

  it('adopts the server that a killed application left running', async () => {
    const first = await start();
    const second = await start();

    expect(second.adopted).toBe(true);
    expect(second.connectionString).toBe(first.connectionString);
    await second.stop();
    await expect(query(first, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('recovers with every committed row after the server itself was killed', async () => {
    const first = await start();
    await query(first, "CREATE TABLE note AS SELECT 'kept' AS text");
    await killPostmaster();

    const second = await start();
    expect(await query(second, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
  });

  it('runs twice side by side on two data directories', async () => {
    const [one, other] = await Promise.all([start(join(folder, 'one')), start(join(folder, 'other'))]);
    expect(one.port).not.toBe(other.port);
    await query(one, 'CREATE TABLE note (text text)');
    await expect(query(other, 'SELECT text FROM note')).rejects.toThrow('does not exist');
  });

  it('gives two starts at once on one data directory the same server', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.connectionString).toBe(other.connectionString);
    expect([one.adopted, other.adopted].filter((adopted) => !adopted)).toHaveLength(1);
    expect((await readdir(join(folder, 'var', 'postgres'))).sort()).toEqual(['cluster', 'password', 'server.log']);
  });
});

describe('a lock file left behind', () => {
  let bystander: ChildProcess;

  beforeEach(() => {
    bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
  });

  afterEach(async () => {
    bystander.kill('SIGKILL');
    await once(bystander, 'exit');
  });

  async function leaveLockNaming(id: number): Promise<void> {
    const server = await start();
    const lock = await readFile(clusterFile('postmaster.pid'), 'utf8');
    await server.stop();
    // Overwritten in place after a stop, so that it names a server that is not there.
    await writeFile(clusterFile('postmaster.pid'), lock.replace(/^\d+/, String(id)));
  }

  it('is taken over when its process has ended', async () => {
    bystander.kill('SIGKILL');
    await once(bystander, 'exit');
    await leaveLockNaming(bystander.pid!);
    bystander = spawn('sleep', ['600'], { stdio: 'ignore' });

    expect((await start()).adopted).toBe(false);
  });

  it('is taken over when its process id has passed to another program, which is left alone', async () => {
    await leaveLockNaming(bystander.pid!);

    const server = await start();
    expect(server.adopted).toBe(false);
    await server.stop();
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
  });

  it('does not make a stop signal a bystander', async () => {
    const server = await start();
    const lock = await readFile(clusterFile('postmaster.pid'), 'utf8');
    await writeFile(clusterFile('postmaster.pid'), lock.replace(/^\d+/, String(bystander.pid)));

    await server.stop();
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    await writeFile(clusterFile('postmaster.pid'), lock);
  });
});

describe('what stands in the way of a start', () => {
  it('is one sentence that names DATABASE_URL where npm has no PostgreSQL for the platform', async () => {
    await expect(installedBinaries('sunos', 'sparc')).rejects.toThrow(
      /^No PostgreSQL is installed for sunos-sparc: .*set DATABASE_URL to a PostgreSQL server of your own\.$/,
    );
  });

  it('is one sentence that names DATA_DIR where no folder can be made', async () => {
    await writeFile(join(folder, 'var'), 'a file, where a folder should be');
    const refused = start();
    await expect(refused).rejects.toBeInstanceOf(StartupError);
    await expect(refused).rejects.toThrow(/^DATA_DIR \(.*\/var\) cannot hold the database: .*\.$/);
  });

  it('is one sentence that says the data is kept where only the password is lost', async () => {
    const server = await start();
    await server.stop();
    await rm(join(folder, 'var', 'postgres', 'password'));
    await expect(start()).rejects.toThrow(/^The password of the database is missing: .*the data is kept\.$/);
  });

  it('is one sentence that says what to do where DATA_DIR points to a database that has gone', async () => {
    await mkdir(join(folder, 'var'));
    await symlink(join(folder, 'nowhere'), join(folder, 'var', 'postgres'));
    await expect(start()).rejects.toThrow(/^The database of DATA_DIR is gone: .* to start afresh\.$/);
  });
});

// An ordinary user needs no other to run as; the suite is run as root in CI and as an ordinary user by developers.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('started as root in a folder closed to everybody else', () => {
  it('keeps the data where the user postgres can work, says so, and finds it again when the project has moved', async () => {
    const said: string[] = [];
    const log = { info: () => undefined, warn: (line: string) => said.push(line) };
    const startIn = async (project: string): Promise<EmbeddedPostgres> => {
      const dataDirectory = join(folder, project, 'var');
      const server = await startEmbeddedPostgres({ dataDirectory, log, sharedFolder: join(folder, 'shared') });
      started.push(server);
      return server;
    };
    await mkdir(join(folder, 'project'), { mode: 0o700 });

    const first = await startIn('project');
    await query(first, "CREATE TABLE note AS SELECT 'kept' AS text");
    await first.stop();
    expect((await lstat(join(folder, 'project', 'var', 'postgres'))).isSymbolicLink()).toBe(true);
    expect(said).toEqual([expect.stringContaining(`the data is kept in ${join(folder, 'shared', 'data-')}`)]);

    await rename(join(folder, 'project'), join(folder, 'moved'));
    const second = await startIn('moved');
    expect(await query(second, 'SELECT text FROM note')).toEqual([{ text: 'kept' }]);
    expect(said).toHaveLength(1);
  });

  it('runs a copy of the programs where the user postgres cannot reach those of node_modules, copied once', async () => {
    const installed = await installedBinaries();
    const closed = join(folder, 'closed', 'linux-package');
    await mkdir(join(folder, 'closed'), { mode: 0o700 });
    await cp(join(installed.pgCtl, '..', '..', '..'), closed, { recursive: true, verbatimSymlinks: true });
    const hidden = { initdb: join(closed, 'native', 'bin', 'initdb'), pgCtl: join(closed, 'native', 'bin', 'pg_ctl') };
    const account = await postgresAccount();
    expect((await runAs(account, hidden.pgCtl, ['--version'], '/')).succeeded).toBe(false);

    const shared = join(folder, 'shared');
    const [copied, atOnce] = await Promise.all([binariesFor(account, hidden, shared), binariesFor(account, hidden, shared)]);
    expect(atOnce).toEqual(copied);
    expect(await readdir(shared)).toHaveLength(1);
    expect(copied.pgCtl).toContain(join(folder, 'shared'));
    for (const program of [copied.initdb, copied.pgCtl]) {
      expect((await runAs(account, program, ['--version'], '/')).output).toMatch(/PostgreSQL\) 18\./);
    }

    const before = await stat(copied.pgCtl);
    expect(await binariesFor(account, hidden, join(folder, 'shared'))).toEqual(copied);
    expect((await stat(copied.pgCtl)).ino).toBe(before.ino);
  });
});
