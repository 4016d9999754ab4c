import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import { StartupError } from '#platform/config/startup-error.js';

/** How long the lock of a predecessor that was just killed is waited for, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * Holds the lock that says "this service is running on this database" as long as the connection lives. The database lets go
 * of it by itself when the process dies.
 *
 * @throws StartupError when another process holds it.
 */
export async function holdOnlyOneLock(connectionString: string, log: Logger): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString, application_name: 'checkpoint-assurance lock', keepAlive: true });
  // Without a listener a lost connection would end the process.
  client.on('error', () => log.warn('the connection that holds the lock of this service was lost'));
  await client.connect();
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await tryLock(client))) {
    if (Date.now() > deadline) {
      await client.end();
      throw new StartupError(
        'Checkpoint Assurance is already running on this DATA_DIR: use it, stop it, or set another DATA_DIR and PORT.',
      );
    }
    await pause(100);
  }
  return () => client.end();
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('checkpoint-assurance standalone', 0)) as taken`,
  );
  return rows[0]?.taken === true;
}
