import type { Logger } from 'pino';
import type { Config } from '#platform/config/config.js';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres.js';
import { holdOnlyOneLock } from '../standalone/only-one.js';

/** The database as found or started. */
export interface Database {
  readonly ownerUrl: string;
  readonly appUrl: string | undefined;
  /** Stops what was started; a database that is not ours goes on. */
  release(): Promise<void>;
}

/** The database the settings name, or one of our own that nobody else is using. */
export async function findDatabase(config: Config, log: Logger): Promise<Database> {
  if (config.databaseUrl !== undefined)
    return { ownerUrl: config.databaseUrl, appUrl: config.databaseAppUrl, release: () => Promise.resolve() };
  const postgres = await startEmbeddedPostgres({ dataDirectory: config.dataDirectory, log });
  // Whoever holds the lock is using this server, so it is left running when the lock is taken.
  const unlock = await holdOnlyOneLock(postgres.connectionString, log);
  const release = async (): Promise<void> => {
    await unlock();
    await postgres.stop();
  };
  return { ownerUrl: postgres.connectionString, appUrl: undefined, release };
}
