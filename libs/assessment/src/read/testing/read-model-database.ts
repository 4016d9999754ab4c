import { createDataSource, type Entity, migrate, type MigrationClass } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import type { DataSource } from 'typeorm';
import { createTestDatabase } from '../../../../../test/support/postgres-for-tests.js';
import { projectLog } from '../../../../../test/support/project-log.js';
import { assessmentMigrations, assessmentProjections } from '../assessment-read-models.js';
import { assessmentReader, type RecordedHistory } from './recorded-history.js';

/** A database with the read models of assessments, worked with as the application does. */
export interface ReadModelDatabase {
  readonly dataSource: DataSource;
  /** Takes a history into every read model, in batches of the given sizes (the last one repeats), as if restarted after each. */
  project(history: RecordedHistory, batchSizes?: readonly number[]): Promise<void>;
  /** Every row of every table, in an order of their own. */
  rows(): Promise<Readonly<Record<string, readonly string[]>>>;
  empty(): Promise<void>;
  drop(): Promise<void>;
}

const entities: readonly Entity[] = [];
const migrations: readonly MigrationClass[] = [...platformReadStoreMigrations, ...assessmentMigrations];

/** Makes the database; the caller drops it. */
export async function readModelDatabase(): Promise<ReadModelDatabase> {
  const database = await createTestDatabase({
    name: 'assessment_read_models',
    prepare: async (url) => void (await migrate(url, migrations)),
  });
  const dataSource = createDataSource({
    url: database.connectionString,
    role: 'checkpoint_app',
    entities,
    migrations: [],
    poolSize: 4,
  });
  await dataSource.initialize();
  const projections = assessmentProjections(assessmentReader);
  const tables = projections.flatMap((projection) => projection.tables);
  return {
    dataSource,
    project: async ({ store }, batchSizes) =>
      void (await projectLog({ store, dataSource, projections, forgetful: true, ...(batchSizes && { batchSizes }) })),
    rows: async () => {
      const all: Record<string, string[]> = {};
      for (const table of tables) {
        const rows = await dataSource.query<{ text: string }[]>(`select row_to_json(t)::text as text from ${table} t`);
        all[table] = rows.map(({ text }) => text).sort();
      }
      return all;
    },
    empty: async () => {
      for (const table of tables) await dataSource.query(`delete from ${table}`);
    },
    drop: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
