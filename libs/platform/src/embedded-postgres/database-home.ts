import { chmod, chown, lstat, mkdir, mkdtemp, realpath, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../config/startup-error.js';
import { canEnter, postgresAccount, runsAsRoot, type ServerAccount } from './server-account.js';

/** The folder that holds one embedded database: its cluster, its password, its log. */
export interface DatabaseHome {
  /** Absolute, with links resolved. */
  readonly folder: string;
  /** Whom the server runs as; `undefined` when that is the person who started us. */
  readonly account: ServerAccount | undefined;
  /** Set when the folder had to be made outside `DATA_DIR`. */
  readonly madeElsewhere: boolean;
}

/**
 * Finds or makes `DATA_DIR/postgres`.
 *
 * Started as root, the server runs as the owner of what is there already, else as the user `postgres`. Where that user
 * cannot enter `DATA_DIR` (a clone under /root or in a folder of `mktemp -d`), the database is made in a folder of its
 * own below `sharedFolder`, and `DATA_DIR/postgres` is a link to it. A link, and not a name worked out from the path:
 * the database follows when the project moves, and a person who removes `DATA_DIR` gets a fresh start.
 *
 * @throws StartupError when the folder cannot be made, is gone, or is somebody else's.
 */
export async function findOrMakeHome(dataDirectory: string, sharedFolder: string): Promise<DatabaseHome> {
  const place = join(dataDirectory, 'postgres');
  try {
    await mkdir(dataDirectory, { recursive: true });
    if (await isThere(place)) return await existingHome(place);
    return runsAsRoot() ? await makeHomeAsRoot(place, dataDirectory, sharedFolder) : await makeHome(place);
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(`DATA_DIR (${dataDirectory}) cannot hold the database: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function existingHome(place: string): Promise<DatabaseHome> {
  const folder = await realpath(place).catch(() => {
    throw new StartupError(
      `The database of DATA_DIR is gone: ${place} points to nothing; bring it back, or remove ${place} to start afresh.`,
    );
  });
  const { uid, gid } = await stat(folder);
  if (!runsAsRoot()) {
    if (process.getuid === undefined || uid === process.getuid()) return { folder, account: undefined, madeElsewhere: false };
    throw new StartupError(
      `The database in ${place} belongs to another user (uid ${uid}): start as that user or as root, or choose another DATA_DIR.`,
    );
  }
  const account = uid === 0 ? await postgresAccount() : { uid, gid };
  // Left by a start that was stopped before it had handed the folder over.
  if (uid === 0) await chown(folder, account.uid, account.gid);
  if (await canEnter(account, folder)) return { folder, account, madeElsewhere: false };
  throw new StartupError(
    `The database in ${folder} is kept, but PostgreSQL, which runs as uid ${account.uid} here since it refuses to run as root, ` +
      'cannot enter that folder: open the folders above it to that user (chmod o+x), or choose another DATA_DIR.',
  );
}

async function makeHome(place: string): Promise<DatabaseHome> {
  await mkdir(place, { recursive: true, mode: 0o700 });
  return { folder: await realpath(place), account: undefined, madeElsewhere: false };
}

async function makeHomeAsRoot(place: string, dataDirectory: string, sharedFolder: string): Promise<DatabaseHome> {
  const account = await postgresAccount();
  if (await canEnter(account, dataDirectory)) {
    await mkdir(place, { recursive: true, mode: 0o700 });
    await chown(place, account.uid, account.gid);
    return { folder: await realpath(place), account, madeElsewhere: false };
  }
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  if (!(await canEnter(account, sharedFolder))) {
    throw new StartupError(
      `PostgreSQL, which runs as the user "postgres" here since it refuses to run as root, can enter neither DATA_DIR (${dataDirectory}) ` +
        `nor ${sharedFolder}: set DATA_DIR to a folder that user can reach.`,
    );
  }
  const folder = await mkdtemp(join(sharedFolder, 'data-'));
  await chmod(folder, 0o700);
  await chown(folder, account.uid, account.gid);
  await symlink(folder, place);
  return { folder: await realpath(folder), account, madeElsewhere: true };
}
