import type { Config } from '#platform/config/config.js';
import { borrowEmbeddedDatabase } from '#platform/embedded-postgres/embedded-database.js';
import type { CommandIo } from './command.js';

/** The database a command works on. */
export interface CommandDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string | undefined;
  /** Stops the server if it was started for this command; to be called when every connection is closed. */
  release(): Promise<void>;
}

/**
 * The database of `DATABASE_URL`, or the embedded one of `DATA_DIR`: the server that is running on it, else one started for
 * the command.
 *
 * @throws StartupError when no embedded server can be had.
 */
export async function findDatabase(config: Config, io: CommandIo): Promise<CommandDatabase> {
  const { databaseUrl, databaseAppUrl, dataDirectory } = config;
  if (databaseUrl !== undefined) return { ownerUrl: databaseUrl, appUrl: databaseAppUrl, release: () => Promise.resolve() };
  const log = { info: () => undefined, warn: (message: string) => io.err(`${message}\n`) };
  const database = await borrowEmbeddedDatabase({ dataDirectory, log });
  return { ownerUrl: database.connectionString, appUrl: undefined, release: () => database.close() };
}
