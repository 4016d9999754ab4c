import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { StartupError } from '../config/startup-error.js';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';

/** The embedded database as one process uses it. */
export interface EmbeddedDatabase {
  /** Connects as the owner, password included: never to be logged. */
  readonly connectionString: string;
  readonly port: number;
  readonly adopted: boolean;
  /** To be called last, when every connection of the caller's own is closed. */
  close(): Promise<void>;
}

export interface ServingOptions extends EmbeddedPostgresOptions {
  /** Called once when the database goes away under us: another application may then take it, so this one has to leave. */
  readonly onLost: (reason: string) => void;
}

/** How long an application that was just killed may still seem to be at work. */
const patience = 5_000;

/**
 * Starts or adopts the embedded database for the application, of which there is one per `DATA_DIR`: a session-level
 * advisory lock says so for as long as this process lives. `close` stops the server, whoever started it.
 *
 * @throws StartupError when another application is running on this `DATA_DIR`, which is left undisturbed.
 */
export async function serveEmbeddedDatabase(options: ServingOptions): Promise<EmbeddedDatabase> {
  const deadline = Date.now() + 2 * patience;
  for (;;) {
    try {
      return await serving(await startEmbeddedPostgres(options), options);
    } catch (error) {
      // The application before us was leaving, and took the server with it while we asked: start it again.
      if (!wentAway(error) || Date.now() > deadline) throw error;
      await pause(250);
    }
  }
}

async function serving(server: EmbeddedPostgres, { dataDirectory, onLost }: ServingOptions): Promise<EmbeddedDatabase> {
  let leaving = false;
  const guard = new Client({ connectionString: server.connectionString, keepAlive: true });
  let established = false;
  const lost = (reason: string): void => {
    if (!established || leaving) return;
    leaving = true;
    onLost(`The connection to the embedded PostgreSQL was lost: ${reason}.`);
  };
  guard.on('error', (error) => lost(error.message));
  guard.on('end', () => lost('it was closed'));
  await guard.connect();
  if (!(await takesLock(guard))) {
    await guard.end();
    throw new StartupError(
      `The service is already running on DATA_DIR (${dataDirectory}): stop that one first, or choose another DATA_DIR and PORT.`,
    );
  }
  established = true;
  const close = async (): Promise<void> => {
    leaving = true;
    // The lock is held until the server is down: who gets it may rely on the server staying.
    await server.stop();
    await guard.end().catch(() => undefined);
  };
  return { connectionString: server.connectionString, port: server.port, adopted: server.adopted, close };
}

async function takesLock(guard: Client): Promise<boolean> {
  const deadline = Date.now() + patience;
  for (;;) {
    if (await takesLockNow(guard)) return true;
    if (Date.now() > deadline) return false;
    await pause(100);
  }
}

async function takesLockNow(guard: Client): Promise<boolean> {
  const { rows } = await guard.query<{ taken: boolean }>(
    "SELECT pg_try_advisory_lock(hashtextextended('the application', 0)) AS taken",
  );
  return rows[0]?.taken === true;
}

/** 57P01 to 57P03: the server is stopping or not yet there. The others: its socket is closed already. */
function wentAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code?.startsWith('57P') === true;
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || /Connection terminated|not queryable/.test(message);
}

/**
 * Attaches to the embedded database for a command that comes and goes: beside the application when that is running, else on
 * a server started for the command. `close` stops only a server that this call started and nobody else uses by then.
 *
 * @throws StartupError when no server can be had.
 */
export async function borrowEmbeddedDatabase(options: EmbeddedPostgresOptions): Promise<EmbeddedDatabase> {
  const server = await startEmbeddedPostgres(options);
  const { connectionString, port, adopted } = server;
  const close = async (): Promise<void> => {
    if (!adopted && !(await isUsedByOthers(connectionString))) await server.stop();
  };
  return { connectionString, port, adopted, close };
}

/** Asked for up to a second: the sessions that the caller has just closed take a moment to leave the list. */
async function isUsedByOthers(connectionString: string): Promise<boolean> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const { rows } = await client.query<{ others: number }>(
        `SELECT count(*)::int AS others FROM pg_stat_activity
          WHERE backend_type = 'client backend' AND datname = current_database() AND pid <> pg_backend_pid()`,
      );
      if (rows[0]?.others === 0) return false;
      await pause(100);
    }
    return true;
  } finally {
    await client.end();
  }
}
