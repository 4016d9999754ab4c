import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectPath } from '#platform/project-root.js';
import { freePort } from '../../../apps/server/src/service/free-port.js';
import { HttpClient } from './http-client.js';

const MAIN = projectPath('dist', 'apps', 'server', 'src', 'main.js');

/** Whether `npm ci` or `npm run build` has built the server. */
export const isBuilt = (): boolean => existsSync(MAIN);

/** The server as `npm start` runs it, a process of its own on an embedded database. */
export class BuiltServer {
  private constructor(
    readonly address: string,
    private readonly process: ChildProcess,
    private readonly output: readonly string[],
  ) {}

  /** Starts it and waits until it is ready for work. `log`: settings that lead to its log, when it is not in the database. */
  static async start(dataDirectory: string, log: Readonly<Record<string, string>> = {}): Promise<BuiltServer> {
    const port = String(await freePort('127.0.0.1'));
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [MAIN], {
      cwd: projectPath(),
      env: { PATH, HOME, PORT: port, DATA_DIR: dataDirectory, ...log, LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const server = new BuiltServer(`http://127.0.0.1:${port}`, child, output);
    await server.ready();
    return server;
  }

  /** Sends requests as a sample person. */
  as(person: string): Promise<HttpClient> {
    return new HttpClient(this.address).signedInAs(person);
  }

  /** Sends the signal and waits for the process to end; gives its exit status, null when the signal itself ended it. */
  async end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill(signal);
      await ended;
    }
    return this.process.exitCode;
  }

  private async ready(): Promise<void> {
    while (this.process.exitCode === null) {
      const isReady = await fetch(`${this.address}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (isReady) return;
      await pause(100);
    }
    throw new Error(`the server ended with ${String(this.process.exitCode)}: ${this.output.join('')}`);
  }
}

/** A folder for `DATA_DIR` that the account of the database can enter, whoever runs the tests. */
export async function folderForData(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'built-server-'));
  await chmod(folder, 0o711);
  return folder;
}

/** The process ids of the database servers that say they are at work in a `DATA_DIR`. */
export async function databaseProcesses(dataDirectory: string): Promise<readonly number[]> {
  const files = await readdir(dataDirectory, { recursive: true });
  const locks = files.filter((file) => file.endsWith('postmaster.pid'));
  return Promise.all(locks.map(async (lock) => Number((await readFile(join(dataDirectory, lock), 'utf8')).split('\n')[0])));
}

/** Whether a process is there. */
export function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}
