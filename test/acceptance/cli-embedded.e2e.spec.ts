import { jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres.js';
import { projectPath } from '#platform/project-root.js';
import { commandLine } from './support/command-line.js';
import { emptyLog, type LogForTests } from './support/log-engine.js';

jest.setTimeout(60_000);

const quiet = { info: () => undefined, warn: () => undefined };

describe('without DATABASE_URL', () => {
  let dataDirectory: string;
  let log: LogForTests;
  beforeEach(async () => {
    log = await emptyLog();
    dataDirectory = await mkdtemp(join(process.env['CHECKPOINT_TEST_RUN'] ?? '', 'cli-'));
    // Started as root, PostgreSQL runs as a user that has to read it.
    await chmod(dataDirectory, 0o755);
  });
  afterEach(async () => {
    await rm(dataDirectory, { recursive: true, force: true });
    await log.remove();
  });

  const serverRuns = (): boolean => existsSync(join(dataDirectory, 'postgres', 'cluster', 'postmaster.pid'));
  const ownList = projectPath('libs/organisations/data/organisations.csv');

  it('a command starts PostgreSQL on DATA_DIR, does its work, fills the read models and stops it again', async () => {
    const checkpoint = commandLine({ DATA_DIR: dataDirectory, ...log.settings });
    const imported = await checkpoint('import', 'organisations', ownList);
    expect(imported).toMatchObject({ status: 0, err: '' });
    expect(serverRuns()).toBe(false);
    const { projections } = (await checkpoint('projections', 'status', '--json')).json<{
      projections: { name: string; position: string; head: string; runBy?: string }[];
    }>();
    expect(projections.find(({ name }) => name === 'organisations')).toMatchObject({ position: projections[0]?.head });
    expect(projections.every(({ position, head, runBy }) => position === head && runBy === undefined)).toBe(true);
    expect(serverRuns()).toBe(false);
  });

  it('a command uses the server that runs on DATA_DIR and never stops it', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory, log: quiet });
    try {
      expect(await commandLine({ DATA_DIR: dataDirectory, ...log.settings })('log', 'verify')).toMatchObject({
        status: 0,
        err: '',
      });
      expect(serverRuns()).toBe(true);
    } finally {
      await server.stop();
    }
  });
});

describe('the command that npm links', () => {
  const command = projectPath('apps/cli/bin/checkpoint.mjs');

  it('runs what was built, or says in one sentence that it has to be built', async () => {
    const built = existsSync(projectPath('dist/apps/cli/src/main.js'));
    const ended = await promisify(execFile)(process.execPath, [command, '--help']).then(
      ({ stdout }) => ({ code: 0, told: stdout }),
      ({ code, stderr }: { code: number; stderr: string }) => ({ code, told: stderr }),
    );
    expect(ended).toEqual(
      built
        ? { code: 0, told: expect.stringContaining('Usage: checkpoint') as string }
        : { code: 1, told: expect.stringContaining('npm run build') as string },
    );
  });

  it('is linked by npm as the command of a package inside the project, so that npx runs it without installing anything', async () => {
    const { bin } = JSON.parse(await readFile(projectPath('apps/cli/bin/package.json'), 'utf8')) as { bin: unknown };
    const project = JSON.parse(await readFile(projectPath('package.json'), 'utf8')) as { bin?: unknown; workspaces: unknown };
    expect(bin).toEqual({ checkpoint: './checkpoint.mjs' });
    expect(project).toMatchObject({ workspaces: ['apps/cli/bin'] });
    expect(project.bin).toBeUndefined();
  });
});
