import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { projectPath } from '#platform/project-root.js';
import type { BenchmarkServer } from './benchmark-server.js';

/** What the numbers were measured on, without which they say nothing. */
export async function surroundings(server: BenchmarkServer): Promise<Readonly<Record<string, unknown>>> {
  return {
    measuredAt: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    system: `${platform()} ${release()}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    // Above a few tenths, somebody else is at work, and the numbers are theirs as well.
    loadAverage: loadavg()[0],
    flushesPerSecond: server.flushesPerSecond,
    postgresql: await server.settings(),
  };
}

/** With a plus sign where the work tree differs from it. */
function commit(): string {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: projectPath(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'apps', 'libs') === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}
