import { readFile, rename, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { StartupError } from '../config/startup-error.js';
import { binariesFor, installedBinaries, type Binaries } from './binaries.js';
import { clusterOf, findOrMakeCluster, ownerName } from './cluster.js';
import { findOrMakeHome, type DatabaseHome } from './database-home.js';
import { portOfRunningServer, processOfRunningServer, releaseStaleLock } from './running-server.js';
import { runAs } from './server-account.js';

/** Where one line at a time is told to the operator; a pino logger fits. */
export interface EmbeddedPostgresLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** `DATA_DIR`, absolute: the database lies in its folder `postgres`. */
  readonly dataDirectory: string;
  readonly log: EmbeddedPostgresLog;
  /** Where root keeps what the user `postgres` must reach and cannot reach in `DATA_DIR`. */
  readonly sharedFolder?: string;
}

/** A PostgreSQL server of our own, reached on 127.0.0.1 only. */
export interface EmbeddedPostgres {
  /** Connects as the owner, password included: never to be logged. */
  readonly connectionString: string;
  readonly port: number;
  /** True when the server was running already: left by an application that was killed, or used by one at work. */
  readonly adopted: boolean;
  /** Stops the server, whoever started it; transactions in flight are rolled back. Says nothing when it has stopped already. */
  stop(): Promise<void>;
}

const databaseName = 'checkpoint';
/** How long the lock of a dead server is waited for: its children take a while to notice that it was killed. */
const patience = 10_000;
/** How long a server may take to write out what it holds, in milliseconds: as long as `pg_ctl` would wait by itself. */
const patienceWithStopping = 60_000;
const largestLog = 10_000_000;

/**
 * Starts the PostgreSQL that npm installed on the data in `DATA_DIR`, making the database first where there is none, or
 * adopts the server that is running on it. The server is detached: it outlives us unless it is stopped.
 *
 * @throws StartupError, one sentence for the person, when no server can be had.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDirectory, log, sharedFolder = '/var/lib/checkpoint-assurance' } = options;
  const installed = await installedBinaries();
  const home = await findOrMakeHome(dataDirectory, sharedFolder);
  if (home.madeElsewhere) {
    log.warn(
      `PostgreSQL does not run as root, and the user "postgres" cannot enter ${dataDirectory}: the data is kept in ${home.folder}.`,
    );
  }
  const binaries = await binariesFor(home.account, installed, sharedFolder);
  const password = await findOrMakeCluster(home, binaries);
  const connectionTo = (port: number, database: string): string =>
    `postgresql://${ownerName}:${password}@127.0.0.1:${port}/${database}`;

  const { port, adopted } = await adoptOrStart(home, binaries, (candidate) => connectionTo(candidate, 'postgres'));
  await makeDatabase(connectionTo(port, 'postgres'));
  log.info(`PostgreSQL ${adopted ? 'was running already' : 'started'} on 127.0.0.1:${port}, its data in ${home.folder}.`);
  return { connectionString: connectionTo(port, databaseName), port, adopted, stop: () => stopServer(home, binaries) };
}

interface Found {
  readonly port: number;
  readonly adopted: boolean;
}

async function adoptOrStart(home: DatabaseHome, binaries: Binaries, connectionTo: (port: number) => string): Promise<Found> {
  const cluster = clusterOf(home);
  const deadline = Date.now() + patience;
  for (;;) {
    const running = await portOfRunningServer(cluster, connectionTo);
    if (running !== undefined) return { port: running, adopted: true };
    await releaseStaleLock(cluster);
    const port = await freePort();
    const failure = await startServer(home, binaries, port);
    if (failure === undefined) return { port, adopted: false };
    if (!passesByItself(failure) || Date.now() > deadline) {
      throw new StartupError(
        `PostgreSQL did not start; the data in ${home.folder} is kept, and this is what it said: ${failure}`,
      );
    }
    await pause(250);
  }
}

/** A lock of a server that is dying or being started by another start, or a port taken between asking and using it. */
const passesByItself = (failure: string): boolean =>
  /lock file|shared memory block|another server might be running|Address already in use/i.test(failure);

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve, reject) => listener.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

/** Starts the server and waits until it takes connections, however long its recovery; returns what it said when it failed. */
async function startServer(home: DatabaseHome, binaries: Binaries, port: number): Promise<string | undefined> {
  const logFile = join(home.folder, 'server.log');
  const before = await setAsideLargeLog(logFile);
  const parameters = ['start', '-w', '-t', '300', '-s', '-D', clusterOf(home), '-l', logFile, '-o', `-p ${port}`];
  const ending = await runAs(home.account, binaries.pgCtl, parameters, home.folder);
  if (ending.succeeded) return undefined;
  const said = await readFile(logFile, 'utf8').catch(() => '');
  return `${ending.output}\n${said.slice(before)}`.trim();
}

async function setAsideLargeLog(logFile: string): Promise<number> {
  const { size } = await stat(logFile).catch(() => ({ size: 0 }));
  if (size <= largestLog) return size;
  await rename(logFile, `${logFile}.before`);
  return 0;
}

async function makeDatabase(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    // 42P04, 23505: a start beside ours has made it in between.
    if (!(error instanceof DatabaseError && (error.code === '42P04' || error.code === '23505'))) throw error;
  } finally {
    await client.end();
  }
}

/**
 * Stops the server that is running now, and waits for that one to be gone: `pg_ctl` itself waits for whichever server the lock
 * file names, and would wait in vain for one that another start has put in its place meanwhile.
 */
async function stopServer(home: DatabaseHome, binaries: Binaries): Promise<void> {
  const cluster = clusterOf(home);
  // Asked first: pg_ctl signals whatever process the lock file names, which need not be a server any more.
  const server = await processOfRunningServer(cluster);
  if (server === undefined) return;
  const ending = await runAs(home.account, binaries.pgCtl, ['stop', '-W', '-m', 'fast', '-D', cluster], home.folder);
  const deadline = Date.now() + patienceWithStopping;
  while ((await processOfRunningServer(cluster)) === server) {
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL did not stop (${ending.output}); its data in ${home.folder} is kept, and the next start adopts it.`,
      );
    }
    await pause(20);
  }
}
