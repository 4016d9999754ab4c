import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { Client } from 'pg';
import { borrowEmbeddedDatabase, serveEmbeddedDatabase, type EmbeddedDatabase } from './embedded-database.js';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';

jest.setTimeout(120_000);

let options: EmbeddedPostgresOptions;
let lost: string[];

const serve = (): Promise<EmbeddedDatabase> => serveEmbeddedDatabase({ ...options, onLost: (reason) => void lost.push(reason) });

async function answers({ connectionString }: EmbeddedDatabase): Promise<boolean> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-database-'));
  await chmod(folder, 0o711);
  options = {
    dataDirectory: join(folder, 'var'),
    sharedFolder: join(folder, 'shared'),
    log: { info: () => undefined, warn: () => undefined },
  };
  lost = [];
});

afterEach(async () => {
  // Whatever the test left running.
  await (await startEmbeddedPostgres(options)).stop();
  await rm(join(options.dataDirectory, '..'), { recursive: true, force: true });
});

describe('the application on its embedded database', () => {
  it('is alone on its DATA_DIR: a second one is told so, and the first goes on', async () => {
    const first = await serve();
    await expect(serve()).rejects.toThrow(/^The service is already running on DATA_DIR \(.*\): stop that one first, .*\.$/);
    expect(await answers(first)).toBe(true);
    expect(lost).toEqual([]);
    await first.close();
  });

  it('takes the server with it when it leaves', async () => {
    const first = await serve();
    await first.close();
    expect(await answers(first)).toBe(false);
    expect(lost).toEqual([]);
  });

  it('waits for the one that is just leaving, and then has a server that stays', async () => {
    const first = await serve();
    const [second] = await Promise.all([serve(), first.close()]);
    expect(await answers(second)).toBe(true);
    await second.close();
  });

  it('is told once when its server goes away under it', async () => {
    const first = await serve();
    await (await startEmbeddedPostgres(options)).stop();
    expect(lost).toEqual([expect.stringMatching(/^The connection to the embedded PostgreSQL was lost: /)]);
    await first.close();
  });
});

describe('a command on the embedded database', () => {
  it('starts a server when none runs, and stops it again', async () => {
    const borrowed = await borrowEmbeddedDatabase(options);
    expect(borrowed.adopted).toBe(false);
    expect(await answers(borrowed)).toBe(true);
    await borrowed.close();
    expect(await answers(borrowed)).toBe(false);
  });

  it('works beside the application, and leaves its server running', async () => {
    const application = await serve();
    const borrowed = await borrowEmbeddedDatabase(options);
    expect(borrowed.adopted).toBe(true);
    await borrowed.close();
    expect(await answers(application)).toBe(true);
    await application.close();
  });

  it('leaves the server it started to an application that came in the meantime', async () => {
    const borrowed = await borrowEmbeddedDatabase(options);
    const application = await serve();
    await borrowed.close();
    expect(await answers(application)).toBe(true);
    await application.close();
    expect(await answers(application)).toBe(false);
  });
});
