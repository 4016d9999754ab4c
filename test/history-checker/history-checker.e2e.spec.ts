import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { projectPath } from '#platform/project-root.js';

/** Runs the checker as an operator would, and gives what it said and its exit status. */
function checkHistory(...args: readonly string[]): Promise<{ readonly said: string; readonly code: number | null }> {
  const child = spawn(process.execPath, [projectPath('scripts', 'check-history.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ said, code })));
}

// It drives what was built; without a build there is nothing to kill.
const whenBuilt = existsSync(projectPath('dist', 'apps', 'server', 'src', 'main.js')) ? it : it.skip;

describe('a short run of the history checker', () => {
  whenBuilt(
    'keeps every promise of the log while applications and PostgreSQL are killed, and after a dump and restore',
    async () => {
      const { said, code } = await checkHistory('--seed', '11', '--seconds', '8', '--writers', '2');
      expect(said).toContain('Every promise was kept.');
      expect(said).not.toContain('VIOLATED');
      expect(code).toBe(0);
    },
    240_000,
  );
});
