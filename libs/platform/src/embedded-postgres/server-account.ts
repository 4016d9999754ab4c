import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartupError } from '../config/startup-error.js';

const execute = promisify(execFile);

/** The user PostgreSQL runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** What a program that ended left behind. */
export interface Ending {
  readonly succeeded: boolean;
  /** Both of its streams, for the message of an error. */
  readonly output: string;
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/**
 * Runs a program to its end as the server's user (`undefined`: as ourselves). The environment is a bare one: `PGPORT`,
 * `PGDATA` and the like in the person's shell are meant for other servers.
 */
export async function runAs(
  account: ServerAccount | undefined,
  program: string,
  parameters: readonly string[],
  folder: string,
): Promise<Ending> {
  const environment = Object.fromEntries(['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => pairOf(name)));
  try {
    const { stdout, stderr } = await execute(program, parameters, {
      ...account,
      cwd: folder,
      env: { ...environment, LC_ALL: 'C' },
    });
    return { succeeded: true, output: `${stdout}${stderr}` };
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    return { succeeded: false, output: `${stdout}${stderr}`.trim() || message };
  }
}

// Not a setting: the operating system's own variables, handed on to PostgreSQL's programs.
const pairOf = (name: string): [string, string][] => {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value]];
};

/** Whether that user can reach and list the folder; asked of the system, since modes are not the only thing that forbids. */
export async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  return (await runAs(account, '/bin/sh', ['-c', 'cd "$1" && test -r .', 'sh', folder], '/')).succeeded;
}

/** The user `postgres`, which PostgreSQL needs since it refuses to run as root; made when the machine has none. */
export async function postgresAccount(): Promise<ServerAccount> {
  const found = await accountNamed('postgres');
  if (found !== undefined) return found;
  const made = await runAs(
    undefined,
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'postgres'],
    '/',
  );
  const account = await accountNamed('postgres');
  if (account !== undefined) return account;
  throw new StartupError(
    `PostgreSQL does not run as root, and the user "postgres" could not be made for it (${made.output}): ` +
      'start as an ordinary user, or set DATABASE_URL to a PostgreSQL server that runs already.',
  );
}

async function accountNamed(name: string): Promise<ServerAccount | undefined> {
  const [uid, gid] = await Promise.all([runAs(undefined, 'id', ['-u', name], '/'), runAs(undefined, 'id', ['-g', name], '/')]);
  return uid.succeeded && gid.succeeded ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}
