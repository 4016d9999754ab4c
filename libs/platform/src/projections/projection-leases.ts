import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { sessionConfig } from '../read-store/data-source.js';
import type { ProjectionKey } from './checkpoints.js';
import { reasonOf } from './projection-failure.js';
import type { EngineLog } from './projection-run.js';

/** Whose projections these leases are for, and how they are kept. */
export interface LeaseOptions {
  readonly dataSource: DataSource;
  readonly projections: readonly ProjectionKey[];
  readonly log: EngineLog;
  /** How the holder is told to operators; the machine and the process unless given. */
  readonly holder?: string;
  /** How often a sign of life is given, and what others hold is tried for; 1 s unless given. */
  readonly beatMs?: number;
  /** Silence after which the database ends the session; 5 s unless given. */
  readonly expiresMs?: number;
}

/** Who runs a projection. */
export interface LeaseHolder {
  readonly name: string;
  readonly version: number;
  readonly holder: string;
  readonly since: Date;
}

/** The advisory lock of a projection in a version, as SQL over columns `name` and `version`. */
const LOCK = `hashtextextended('projection ' || name || ' v' || version, 0)`;

const TAKE = `
  with wanted as materialized (
    select name, version, pg_try_advisory_lock(${LOCK}) as taken from unnest($1::text[], $2::int[]) as key(name, version)
  )
  insert into read_model.projection_leases (name, version, holder, session)
  select name, version, $3, pg_backend_pid() from wanted where taken
  on conflict (name, version) do update
    set holder = excluded.holder, session = excluded.session, since = excluded.since
  returning name`;

/**
 * Of several engines on one database, lets one run each projection. The leases are advisory locks of one session: they end at
 * once with a process that dies, and for one that hangs, or whose network does, when its session has been silent for too long.
 * What such a process still does later, the checkpoint's compare-and-set refuses.
 */
export class ProjectionLeases {
  readonly #held = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #holder: string;
  #session: pg.Client | undefined;
  #beating: Promise<void> | undefined;

  constructor(private readonly options: LeaseOptions) {
    this.#holder = options.holder ?? `${hostname()} (process ${process.pid})`;
  }

  /** Whether this engine may run the projection, as far as it knows. */
  holds(name: string): boolean {
    return this.#held.has(name);
  }

  /** Takes what is free, and goes on trying for the rest. Throws when the database cannot be reached. */
  async start(): Promise<void> {
    await this.#beat();
    this.#beating = this.#goOn();
  }

  /** Leaves everything to others. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#beating;
    await this.#abandon(this.#session);
  }

  async #goOn(): Promise<void> {
    const signal = this.#stopping.signal;
    while (!signal.aborted) {
      await pause(this.options.beatMs ?? 1000, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.#beat().catch((error: unknown) => {
        this.options.log.warn({ reason: reasonOf(error) }, 'the leases of the projections were lost; they are tried for again');
      });
    }
  }

  /** The statement is the sign of life too, so it is sent also when there is nothing to try for. */
  async #beat(): Promise<void> {
    const session = this.#session ?? (await this.#open());
    const missing = this.options.projections.filter(({ name }) => !this.#held.has(name));
    try {
      const keys = [missing.map(({ name }) => name), missing.map(({ version }) => version)];
      const { rows } = await session.query<{ name: string }>(TAKE, [...keys, this.#holder]);
      if (this.#session === session) for (const { name } of rows) this.#held.add(name);
    } catch (error) {
      // Which locks it holds is not known any more; closing it releases them all.
      void this.#abandon(session);
      throw error;
    }
  }

  async #open(): Promise<pg.Client> {
    const expiresMs = this.options.expiresMs ?? 5000;
    const session = new pg.Client({
      ...sessionConfig(this.options.dataSource, { idle_session_timeout: String(expiresMs) }),
      application_name: 'checkpoint-assurance leases',
      connectionTimeoutMillis: expiresMs,
      query_timeout: expiresMs,
    });
    session.on('error', () => void this.#abandon(session));
    session.on('end', () => void this.#abandon(session));
    await session.connect();
    this.#session = session;
    return session;
  }

  async #abandon(session: pg.Client | undefined): Promise<void> {
    if (session === undefined || session !== this.#session) return;
    this.#session = undefined;
    this.#held.clear();
    if (!this.#stopping.signal.aborted)
      this.options.log.warn({}, 'the database ended the session of the leases; another engine may run the projections meanwhile');
    await session.end().catch(() => undefined);
  }
}

const HOLDERS = `
  select name, version, holder, since
    from read_model.projection_leases join unnest($1::text[], $2::int[]) as wanted(name, version) using (name, version)
   where exists (
     select from pg_locks held
      where held.locktype = 'advisory' and held.granted and held.pid = session and held.objsubid = 1
        and held.database = (select oid from pg_database where datname = current_database())
        and (held.classid::bigint << 32 | held.objid::bigint) = ${LOCK})`;

/** Who runs these projections at this moment; those that nobody runs are missing. */
export function loadLeaseHolders(
  sql: Pick<DataSource, 'query'> | Pick<EntityManager, 'query'>,
  keys: readonly ProjectionKey[],
): Promise<readonly LeaseHolder[]> {
  return sql.query<LeaseHolder[]>(HOLDERS, [keys.map(({ name }) => name), keys.map(({ version }) => version)]);
}
