import type { Logger } from 'pino';
import type { Config } from '#platform/config/config.js';
import { serveEmbeddedDatabase } from '#platform/embedded-postgres/embedded-database.js';

/** The database as found or started. */
export interface Database {
  readonly ownerUrl: string;
  readonly appUrl: string | undefined;
  /** Stops what was started; a database that is not ours goes on. */
  release(): Promise<void>;
}

/**
 * The database the settings name, or one of our own, which one application at a time may use.
 *
 * @throws StartupError when another application uses ours, or none can be had.
 */
export async function findDatabase(config: Config, log: Logger, onLost: (reason: string) => void): Promise<Database> {
  const { databaseUrl, databaseAppUrl, dataDirectory } = config;
  if (databaseUrl !== undefined) return { ownerUrl: databaseUrl, appUrl: databaseAppUrl, release: () => Promise.resolve() };
  const database = await serveEmbeddedDatabase({ dataDirectory, log, onLost });
  return { ownerUrl: database.connectionString, appUrl: undefined, release: () => database.close() };
}
