import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What the folder of a test run is called, before the process id of its Jest. */
export const PREFIX = 'checkpoint-tests-';

function serverOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Stops the server a test run started, waits until it is gone, and removes the run's folder. */
export function removeRun(folder) {
  const server = serverOf(folder);
  if (server?.dataFolder) {
    const stop = ['stop', '-w', '-D', server.dataFolder, '-m', 'immediate'];
    spawnSync(server.pgCtl, stop, { ...server.account, cwd: '/', stdio: 'ignore' });
  }
  rmSync(folder, { recursive: true, force: true });
}
