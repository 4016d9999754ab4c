/**
 * Builds when a source is newer than the last build, and takes no time when none is: checking types anew takes longer than the
 * service takes to start.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const stamp = join('dist', '.built');
const sources = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);
const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const builtAt = changedAt(stamp);
if ([...sources, ...settings].some((file) => changedAt(file) > builtAt)) {
  const began = Date.now();
  rmSync(stamp, { force: true });
  const { status } = spawnSync(process.execPath, [join('node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build', 'server'], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, '');
  // What changed while it was being built is built the next time.
  utimesSync(stamp, new Date(began), new Date(began));
}
