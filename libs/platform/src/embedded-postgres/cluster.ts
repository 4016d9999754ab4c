import { randomBytes, randomUUID } from 'node:crypto';
import { access, chown, link, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../config/startup-error.js';
import type { Binaries } from './binaries.js';
import type { DatabaseHome } from './database-home.js';
import { runAs } from './server-account.js';

/** The owner of everything in the embedded server; the application itself works as `checkpoint_app`. */
export const ownerName = 'checkpoint_owner';

/** PostgreSQL's own data folder within a home. */
export const clusterOf = (home: DatabaseHome): string => join(home.folder, 'cluster');

const settings = {
  listen_addresses: '127.0.0.1',
  // A socket file would be one more way in, and its path may be too long for the system.
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What people wrote stays out of the server's log: neither the statements nor the values that broke a constraint.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
} as const;

/**
 * Makes the cluster unless it is there. It is made under another name and renamed when whole: a start that is stopped
 * half way leaves nothing that the next one would take for a database.
 *
 * @returns the owner's password.
 */
export async function findOrMakeCluster(home: DatabaseHome, binaries: Binaries): Promise<string> {
  const passwordFile = join(home.folder, 'password');
  if (await isThere(join(clusterOf(home), 'PG_VERSION'))) return readPassword(passwordFile);
  await makePassword(passwordFile, home);
  const unfinished = await mkdtemp(join(home.folder, 'cluster-'));
  await giveTo(home, unfinished);
  const parameters = [
    '--encoding=UTF8',
    '--locale=C',
    '--auth=scram-sha-256',
    `--username=${ownerName}`,
    `--pwfile=${passwordFile}`,
  ];
  const chosen = Object.entries(settings).map(([name, value]) => `--set=${name}=${value}`);
  const made = await runAs(home.account, binaries.initdb, ['-D', unfinished, ...parameters, ...chosen], home.folder);
  if (!made.succeeded) {
    await rm(unfinished, { recursive: true, force: true });
    throw new StartupError(`PostgreSQL could not make its database in ${home.folder}: ${made.output}`);
  }
  // Where another start was quicker, its cluster has the same password and stands.
  await rename(unfinished, clusterOf(home)).catch(() => rm(unfinished, { recursive: true, force: true }));
  return readPassword(passwordFile);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function readPassword(file: string): Promise<string> {
  const password = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new StartupError(`The password of the database is missing: ${file} cannot be read; put it back, the data is kept.`, {
      cause: error,
    });
  });
  return password.trim();
}

async function makePassword(file: string, home: DatabaseHome): Promise<void> {
  const own = `${file}-${randomUUID()}`;
  await writeFile(own, randomBytes(24).toString('base64url'), { mode: 0o600 });
  await giveTo(home, own);
  // A link is made whole or not at all, and fails where one stands: two starts at once agree on one password.
  await link(own, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(own);
}

async function giveTo({ account }: DatabaseHome, path: string): Promise<void> {
  if (account === undefined) return;
  await chown(path, account.uid, account.gid);
}
