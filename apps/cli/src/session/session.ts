import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { eventStoreDbOf, loadConfig } from '#platform/config/config.js';
import type { EngineLog } from '#platform/projections/projection-run.js';
import { type OpenPlatform, openPlatform } from '#platform/service/open-platform.js';
import { CommandLineModule, parts } from '../composition.js';
import { type CommandIo, Interrupted, untilInterrupted } from './command.js';
import { findDatabase } from './database.js';

/** The log and the read models, opened for one command. */
export interface CommandSession extends Pick<OpenPlatform, 'dataSource' | 'store' | 'watch'> {
  readonly io: CommandIo;
  readonly log: EngineLog;
  /** PostgreSQL numbers the events 1 to n; EventStoreDB leaves gaps between their positions. */
  readonly positionsAreDense: boolean;
  /** Whose names for people are filed: the issuer that OIDC_ISSUER names. */
  readonly signInIssuer: string;
  /** Connects as the owner, password included: never to be shown. */
  readonly ownerUrl: string;
}

/** How long interrupted work may take to notice, in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Opens the database, works on it, and closes everything again, whatever happened; a PostgreSQL that was started for the
 * command is stopped.
 *
 * @throws StartupError when there is no database to be had; Interrupted when the person ended the command.
 */
export async function withSession<Result>(io: CommandIo, work: (session: CommandSession) => Promise<Result>): Promise<Result> {
  const config = loadConfig(io.environment);
  const eventStoreDb = eventStoreDbOf(config);
  const database = await findDatabase(config, io);
  const { ownerUrl, appUrl } = database;
  try {
    const log = complaintsTo(io);
    const platform = await openPlatform({ ownerUrl, appUrl, eventStoreDb, parts, log, poolSize: 4 });
    const { dataSource, store, watch } = platform;
    const signInIssuer = config.oidcIssuer ?? 'standalone';
    const positionsAreDense = eventStoreDb === undefined;
    const working = io.interrupted.aborted
      ? Promise.reject(new Interrupted())
      : work({ dataSource, store, watch, io, log, ownerUrl, signInIssuer, positionsAreDense });
    try {
      return await untilInterrupted(io.interrupted, working);
    } finally {
      await platform.close();
      // Interrupted work comes to its end when it finds everything closed; a server in use would not be stopped.
      await Promise.race([working.catch(() => undefined), pause(PATIENCE_MS, undefined, { ref: false })]);
    }
  } finally {
    await database.release();
  }
}

/** Makes the contexts' modules on an opened session, for what only they can do. */
export async function withContexts<Result>(
  session: CommandSession,
  work: (contexts: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const contexts = await NestFactory.createApplicationContext(CommandLineModule.of(session), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(contexts);
  } finally {
    await contexts.close();
  }
}

/** Engines say much that a person at a command line has no use for; what went wrong is told. */
function complaintsTo({ err }: CommandIo): EngineLog {
  const tell = (details: object, message: string): void => {
    const { projection, reason } = details as { readonly projection?: string; readonly reason?: string };
    err(`${[projection, message, reason].filter((part) => part !== undefined).join(': ')}\n`);
  };
  return { info: () => undefined, warn: tell, error: tell };
}
