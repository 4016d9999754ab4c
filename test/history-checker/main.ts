import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { projectPath } from '#platform/project-root.js';
import {
  haltPostgres,
  type PostgresForTests,
  removePostgres,
  resumePostgres,
  startPostgres,
} from '../support/postgres-server.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../../apps/server/src/composition.js';
import { type Acknowledged, type History, violationsOf } from './invariants.js';
import { Journal } from './journal.js';
import { readHistory, silent } from './read-history.js';
import { randomOf } from './random.js';

const { values } = parseArgs({
  options: { seed: { type: 'string' }, seconds: { type: 'string' }, writers: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const seconds = Number(values.seconds ?? 60);
const writers = Number(values.writers ?? 3);

/** How many loops a writer sends commands in. */
const LOOPS = 3;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** One application process, started again whenever it ends, until it is stopped. */
class Writer {
  private child: ChildProcess | undefined;
  private stopped = false;

  constructor(private readonly args: readonly string[]) {}

  start(): void {
    const program = fileURLToPath(new URL('writer.js', import.meta.url));
    this.child = spawn(process.execPath, [program, ...this.args], { stdio: 'ignore' });
    this.child.once('exit', () => {
      if (!this.stopped) this.start();
    });
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await gone;
  }

  stop(): Promise<void> {
    this.stopped = true;
    return this.kill();
  }
}

/** Waits until every loop of every writer was answered once: before, a kill would hit nothing. */
async function atWork(folder: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answered = (await readdir(folder)).filter((file) => file.endsWith('.answered'));
    if (answered.length === writers * LOOPS) return;
    await pause(200);
  }
  throw new Error('the writers did not get to work within a minute');
}

async function underLoad(postgres: PostgresForTests, folder: string): Promise<{ processes: number; databases: number }> {
  const all = Array.from({ length: writers }, (_, number) => {
    const firstSeed = String(seed * 1_000 + number * LOOPS);
    return new Writer([postgres.connectionString, folder, `writer${String(number)}`, firstSeed]);
  });
  for (const writer of all) writer.start();
  try {
    await atWork(folder);
    return await killAtRandom(postgres, all);
  } finally {
    // The last lives end with the log at rest, so that every consumer can have seen all of it.
    await Promise.all(all.map((writer) => writer.stop()));
  }
}

async function killAtRandom(
  postgres: PostgresForTests,
  all: readonly Writer[],
): Promise<{ processes: number; databases: number }> {
  const random = randomOf(seed);
  const until = Date.now() + seconds * 1_000;
  let [processes, databases] = [0, 0];
  while (Date.now() < until) {
    if (random() < 0.3) {
      await haltPostgres(postgres, 'immediate');
      await resumePostgres(postgres);
      databases++;
    } else {
      const writer = all[Math.floor(random() * all.length)];
      await writer?.kill();
      processes++;
    }
    await pause(1_500 + random() * 2_500);
  }
  return { processes, databases };
}

/** What the journals say. */
async function told(folder: string): Promise<Pick<History, 'acknowledged' | 'sent' | 'consumers'>> {
  const files = await readdir(folder);
  const linesOf = (ending: string) =>
    files.filter((file) => file.endsWith(ending)).map((file) => [file, new Journal(join(folder, file)).lines] as const);
  const answered = linesOf('.answered').flatMap(([, lines]) => lines);
  const acknowledged = answered.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Acknowledged);
  const consumers = Object.fromEntries(linesOf('.seen').map(([file, lines]) => [file, lines.map(BigInt)]));
  const sent = new Set(linesOf('.sent').flatMap(([, lines]) => lines));
  return { acknowledged: acknowledged.filter(({ events }) => events > 0), sent, consumers };
}

/** The command line's own dump and restore, as an operator would run them. */
async function checkpoint(url: string, ...args: readonly string[]): Promise<void> {
  const program = projectPath('apps', 'cli', 'bin', 'checkpoint.mjs');
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`checkpoint ${args.join(' ')} ended with ${String(code)}`);
}

async function check(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'check-history-'));
  const [first, second] = [await startPostgres(), await startPostgres()];
  try {
    say(`Seed ${String(seed)}: ${String(writers)} writers for ${String(seconds)} s.`);
    await (await openPlatform({ ownerUrl: first.connectionString, parts, log: silent })).close();
    const { processes, databases } = await underLoad(first, folder);
    say(`Killed ${String(processes)} applications and ${String(databases)} times PostgreSQL.`);
    const journals = await told(folder);
    const history = await readHistory(first.connectionString, journals);
    await checkpoint(first.connectionString, 'log', 'dump', join(folder, 'log.dump'));
    await checkpoint(second.connectionString, 'log', 'restore', join(folder, 'log.dump'));
    const restored = await readHistory(second.connectionString, journals);
    say(
      `${String(history.log.length)} events, ${String(history.acknowledged.length)} acknowledged commands; dumped and restored.`,
    );
    const violations = [
      ...violationsOf(history),
      ...violationsOf(restored).map((violation) => `after the restore: ${violation}`),
    ];
    for (const violation of violations.slice(0, 50)) say(`VIOLATED: ${violation}`);
    say(violations.length === 0 ? 'Every promise was kept.' : `Run it again with --seed ${String(seed)}.`);
    return violations.length === 0 && history.log.length > 0 ? 0 : 1;
  } finally {
    await Promise.all([removePostgres(first), removePostgres(second)]);
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await check();
