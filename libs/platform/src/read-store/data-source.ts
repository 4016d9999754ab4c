import pg from 'pg';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';

/** A migration class; its name ends in a JavaScript timestamp, as TypeORM wants. */
export type MigrationClass = new () => MigrationInterface;
/** An entity class or schema. */
export type Entity = EntitySchema | (new (...parts: never[]) => object);

/** Where unqualified names are looked up: read models first, so that a rebuild can put its own copies before them. */
export const SEARCH_PATH = 'read_model,app,log,public';
/** The role the application works as: it may append to the log and read it, and no more. */
export const APP_ROLE = 'checkpoint_app';

export interface DataSourceOptions {
  /** `postgres://…`; its user owns the database, unless `role` narrows it. */
  readonly url: string;
  /** The role every connection takes on, e.g. `checkpoint_app`; absent where the URL's user is to act as itself. */
  readonly role?: string;
  readonly entities: readonly Entity[];
  readonly migrations: readonly MigrationClass[];
  readonly poolSize: number;
  /** How the connections show in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** How long one statement may take, in milliseconds; 0 for no limit. */
  readonly statementTimeoutMs?: number;
}

/**
 * A TypeORM data source, not yet initialised. It never changes the schema by itself: migrations do. Each connection starts
 * with its settings (search path, role, time limit), so none is ever handed out without them.
 */
export function createDataSource(options: DataSourceOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...options.entities],
    migrations: [...options.migrations],
    migrationsTableName: 'app.migrations',
    migrationsRun: false,
    synchronize: false,
    installExtensions: false,
    logging: false,
    poolSize: options.poolSize,
    applicationName: options.applicationName ?? 'checkpoint-assurance',
    extra: { options: startUpSettings(options) },
  });
}

/** The connection's settings as PostgreSQL takes them in its start-up message. */
function startUpSettings({ role, statementTimeoutMs = 30_000 }: DataSourceOptions): string {
  const settings = {
    search_path: SEARCH_PATH,
    statement_timeout: String(statementTimeoutMs),
    ...(role === undefined ? {} : { role }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

/** How to open a connection beside the pool's, with their settings and some of its own. */
export function sessionConfig(dataSource: DataSource, settings: Readonly<Record<string, string>>): pg.ClientConfig {
  const { options } = dataSource;
  if (options.type !== 'postgres' || options.url === undefined) throw new TypeError('the data source was not made here');
  const { options: shared } = options.extra as { options: string };
  const own = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  return { connectionString: options.url, options: [shared, ...own].join(' '), keepAlive: true };
}

/**
 * Runs every migration not yet run, all or none, as the URL's user. Several processes may call it at once: one runs them, the
 * others wait and find nothing left to do. Returns the names of those it ran.
 */
export async function migrate(url: string, migrations: readonly MigrationClass[]): Promise<readonly string[]> {
  const gate = new pg.Client({ connectionString: url, application_name: 'checkpoint-assurance migrations' });
  await gate.connect();
  try {
    await gate.query(`select pg_advisory_lock(hashtextextended('checkpoint-assurance migrations', 0))`);
    await gate.query('create schema if not exists app');
    return await runPending(createDataSource({ url, entities: [], migrations, poolSize: 2, statementTimeoutMs: 0 }));
  } finally {
    await gate.end();
  }
}

async function runPending(dataSource: DataSource): Promise<readonly string[]> {
  await dataSource.initialize();
  try {
    const run = await dataSource.runMigrations({ transaction: 'all' });
    return run.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
