import { createTestDatabase, type TestDatabase } from './postgres-for-tests.js';
import type { DataSource } from 'typeorm';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import { APP_ROLE, createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { ProjectionEngine, type ProjectionEngineOptions } from '#platform/projections/projection-engine.js';
import type { Projection } from '#platform/projections/projection.js';
import { added, CreateToyTables1799990000000, keptLog } from './toy-read-model.js';

/** A database with the toy's tables, its log, and engines that are stopped at the end. */
export class ToyService {
  readonly log = keptLog();
  readonly #engines: ProjectionEngine[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    /** Works as the application does. */
    readonly dataSource: DataSource,
    /** Works as the owner, who migrates and rebuilds. */
    readonly owner: DataSource,
  ) {}

  static async open(): Promise<ToyService> {
    const migrations = [...platformReadStoreMigrations, ...eventLogMigrations, CreateToyTables1799990000000];
    const database = await createTestDatabase({
      name: 'with_toy_tables',
      prepare: async (connectionString) => void (await migrate(connectionString, migrations)),
    });
    const url = database.connectionString;
    const common = { url, entities: [], migrations: [], poolSize: 6 };
    const store = new PostgresEventStore({ connectionString: url, role: APP_ROLE });
    return new ToyService(
      database,
      store,
      await createDataSource({ ...common, role: APP_ROLE }).initialize(),
      await createDataSource(common).initialize(),
    );
  }

  engine(projections: readonly Projection[], options: Partial<ProjectionEngineOptions> = {}): ProjectionEngine {
    const engine = new ProjectionEngine({
      store: this.store,
      dataSource: this.dataSource,
      projections,
      log: this.log,
      ...options,
    });
    this.#engines.push(engine);
    return engine;
  }

  /** Starts an engine and waits until it has caught up. */
  async running(projections: readonly Projection[], options: Partial<ProjectionEngineOptions> = {}): Promise<ProjectionEngine> {
    const engine = this.engine(projections, options);
    await engine.start();
    await engine.caughtUpOnce();
    return engine;
  }

  /** Adds amounts to a jar, each an event of a stream of its own; returns the last position. */
  async add(jar: string, amounts: readonly number[], type?: string): Promise<bigint> {
    const appends = amounts.map((amount) => {
      const event = added(jar, amount, type);
      return this.store.append(`jar-${event.id}`, 'no-stream', [event]);
    });
    const outcomes = await Promise.all(appends);
    return outcomes.reduce((last, outcome) => {
      if (outcome.outcome !== 'appended') throw new Error(`not appended: ${outcome.outcome}`);
      return outcome.position > last ? outcome.position : last;
    }, 0n);
  }

  /** What the tables hold: the totals, and how many entries. */
  async jars(): Promise<{ totals: Record<string, number>; entries: number }> {
    const totals = await this.dataSource.query<{ jar: string; total: string }[]>(
      'select jar, total from jar_totals_v1 order by jar',
    );
    const [count] = await this.dataSource.query<{ entries: number }[]>('select count(*)::int as entries from jar_entries_v1');
    return { totals: Object.fromEntries(totals.map(({ jar, total }) => [jar, Number(total)])), entries: count?.entries ?? -1 };
  }

  async close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.stop()));
    await this.store.close();
    await this.dataSource.destroy();
    await this.owner.destroy();
    await this.database.drop();
  }
}
