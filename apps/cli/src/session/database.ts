import type { Config } from '#platform/config/config.js';
import { borrowEmbeddedDatabase } from '#platform/embedded-postgres/embedded-database.js';
import type { CommandIo } from './command.js';

/** The database a command works on. */
export interface CommandDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string | undefined;
  /** False when the server was started for this command, so that no service can be at work on it. */
  readonly shared: boolean;
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
  if (databaseUrl !== undefined)
    return { ownerUrl: databaseUrl, appUrl: databaseAppUrl, shared: true, release: () => Promise.resolve() };
  const log = { info: () => undefined, warn: (message: string) => io.err(`${message}\n`) };
  const database = await borrowEmbeddedDatabase({ dataDirectory, log });
  const { connectionString: ownerUrl, adopted: shared } = database;
  return { ownerUrl, appUrl: undefined, shared, release: () => database.close() };
}
