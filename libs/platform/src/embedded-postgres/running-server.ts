import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const execute = promisify(execFile);

/** What `postmaster.pid` says: the server that holds the cluster, or the last one that did. */
interface LockFile {
  readonly text: string;
  readonly process: number;
  /** 0 while the server has not yet written it. */
  readonly port: number;
}

const lockFileOf = (cluster: string): string => join(cluster, 'postmaster.pid');

async function readLockFile(cluster: string): Promise<LockFile | undefined> {
  const text = await readFile(lockFileOf(cluster), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { text, process: Number(lines[0]), port: Number(lines[3] ?? 0) };
}

/**
 * The port of the server that is running on the cluster and takes our password, if there is one. A server that is
 * just starting, stopping or recovering refuses, and counts as not (yet) there.
 */
export async function portOfRunningServer(cluster: string, connectionTo: (port: number) => string): Promise<number | undefined> {
  const lock = await readLockFile(cluster);
  if (lock === undefined || lock.port === 0) return undefined;
  const client = new Client({ connectionString: connectionTo(lock.port), connectionTimeoutMillis: 5_000 });
  // The server may go away between two statements; the promises below tell.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // Another server may have taken the port of a dead one: only the folder tells whose it is.
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0] !== undefined && (await realpath(rows[0].data_directory)) === cluster ? lock.port : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The process of the server that is running on the cluster: the lock file names it, it lives, and it is no other program. */
export async function processOfRunningServer(cluster: string): Promise<number | undefined> {
  const lock = await readLockFile(cluster);
  if (lock === undefined || !isAlive(lock.process) || !(await isServerOf(cluster, lock.process))) return undefined;
  return lock.process;
}

/**
 * Frees a lock file whose process id has passed to some other program (in a container, ids repeat from start to start):
 * PostgreSQL itself would take that program for a server and refuse for ever. The file is not removed but made to name
 * a process that has ended, so that PostgreSQL still makes its own check for survivors in the shared memory it names.
 */
export async function releaseStaleLock(cluster: string): Promise<void> {
  const lock = await readLockFile(cluster);
  if (lock === undefined || !isAlive(lock.process) || (await isServerOf(cluster, lock.process))) return;
  const ended = await endedProcess();
  if ((await readLockFile(cluster))?.text !== lock.text) return;
  await writeFile(lockFileOf(cluster), lock.text.replace(/^\s*-?\d+/, String(ended)));
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A server works in its cluster's folder, which tells it from any other program; where that cannot be read, its name must do. */
async function isServerOf(cluster: string, id: number): Promise<boolean> {
  const folder = await readlink(`/proc/${id}/cwd`).catch(() => undefined);
  if (folder !== undefined) return folder === cluster;
  const { stdout } = await execute('ps', ['-p', String(id), '-o', 'comm=']).catch(() => ({ stdout: 'postgres' }));
  return stdout.includes('postgres');
}

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  // A process that has an exit had an id.
  return child.pid as number;
}
