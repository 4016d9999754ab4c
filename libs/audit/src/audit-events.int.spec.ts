import type { NewEvent } from '#platform/event-store/port.js';
import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import { createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import type { DataSource } from 'typeorm';
import { v5 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres-for-tests.js';
import { projectLog } from '../../../test/support/project-log.js';
import { auditMigrations, auditProjections } from './audit-read-models.js';
import type { AuditedFamily } from './read/audited-family.js';
import { AuditEventsQuery } from './read/audit-events-query.js';

interface NamedData {
  readonly words?: Readonly<Record<string, string>>;
  readonly rating?: string;
}

/** A family as a context would describe it. */
const ratings: AuditedFamily = {
  category: 'assessment',
  storedNames: ['Opened.v1', 'Rated.v2'],
  organisationOf: (id) => id.split('.')[0],
  vocabularyOf: ({ data }) => (data as NamedData).words,
  titleOf: ({ type, data }, vocabulary) =>
    type === 'Rated' ? `Rated ${(vocabulary as Record<string, string>)[(data as NamedData).rating ?? ''] ?? '?'}` : undefined,
};
const panels: AuditedFamily = { category: 'panel', storedNames: ['PanelConvened.v1'] };

const NAMESPACE = '0a5d4d0e-8a42-5f6e-8f7f-5b8f1f2f3a4b';
const idOf = (name: string) => v5(name, NAMESPACE);

let database: TestDatabase;
let dataSource: DataSource;
let store: InMemoryEventStore;
let recorded: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.connectionString, [...platformReadStoreMigrations, ...auditMigrations]);
  dataSource = createDataSource({
    ...{ url: database.connectionString, role: 'checkpoint_app', entities: [], migrations: [], poolSize: 2 },
  });
  await dataSource.initialize();
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});
const empty = async () => {
  for (const projection of auditProjections([ratings, panels]))
    for (const table of projection.tables) await dataSource.query(`delete from ${table}`);
};
beforeEach(async () => {
  await empty();
  store = new InMemoryEventStore(() => new Date(Date.UTC(2026, 0, 1)));
  recorded = 0;
});

async function record(stream: string, expected: bigint | 'no-stream', type: string, data: object, actor = 'alex'): Promise<void> {
  recorded += 1;
  const commandId = idOf(`command ${String(recorded)}`);
  const event: NewEvent = {
    id: idOf(`event ${String(recorded)}`),
    type,
    payload: JSON.stringify(data),
    metadata: {
      ...{ actor, role: 'assessor', commandId, commandHash: '0'.repeat(64), correlationId: commandId, causationId: commandId },
      businessDate: '2015-10-12',
    },
  };
  await store.append(stream, expected, [event]);
}

async function project(batchSize: number): Promise<void> {
  const projections = auditProjections([ratings, panels]);
  await projectLog({ store, dataSource, projections, batchSizes: [batchSize], forgetful: true });
}

const recordThreeStreams = async () => {
  await record('assessment-11J.x.2015-16-q2', 'no-stream', 'Opened.v1', { words: { good: 'Assured as good' } });
  await record('assessment-11J.x.2015-16-q2', 0n, 'Rated.v2', { rating: 'good', reason: { sealed: 'xyz' } }, 'robin');
  await record('assessment-99P.x.2015-16-q2', 'no-stream', 'Opened.v1', { words: { good: 'Good' } });
  await record('panel-south', 'no-stream', 'PanelConvened.v1', { whatever: true });
};

describe('the audit list', () => {
  it('has one line per event of every family, in the words of its stream, whatever the batches', async () => {
    await recordThreeStreams();
    const lines: unknown[] = [];
    for (const batchSize of [1, 3, 100]) {
      await empty();
      await project(batchSize);
      lines.push((await new AuditEventsQuery(dataSource).list()).items);
    }

    expect(lines[1]).toEqual(lines[0]);
    expect(lines[2]).toEqual(lines[0]);
    expect(lines[0]).toMatchObject([
      { position: '1', title: 'Opened', organisation: '11J' },
      { position: '2', title: 'Rated Assured as good', type: 'Rated', actor: 'robin', businessDate: '2015-10-12', revision: '1' },
      { position: '3', title: 'Opened', organisation: '99P' },
      { position: '4', title: 'Panel convened', organisation: null, category: 'panel', stream: 'panel-south' },
    ]);
  });

  it('keeps nothing that was typed as free text', async () => {
    await recordThreeStreams();
    await project(10);

    const rows = await dataSource.query<{ text: string }[]>('select row_to_json(e)::text as text from audit_events_v1 e');
    expect(rows.filter(({ text }) => text.includes('sealed') || text.includes('xyz'))).toEqual([]);
  });

  it('narrows by organisation, person, kind and moment, page by page', async () => {
    await recordThreeStreams();
    await project(10);
    const query = new AuditEventsQuery(dataSource);
    const positions = async (question: Parameters<typeof query.list>[0]) =>
      (await query.list(question)).items.map(({ position }) => position);

    expect(await positions({ organisation: '11J' })).toEqual(['1', '2']);
    expect(await positions({ actor: 'robin' })).toEqual(['2']);
    expect(await positions({ type: 'Opened' })).toEqual(['1', '3']);
    expect(await positions({ asAtPosition: 2n })).toEqual(['1', '2']);
    const first = await query.list({ limit: 3 });
    expect(first.next).toBe('3');
    expect(await positions({ after: 3n })).toEqual(['4']);
    expect(await query.list({ after: 3n })).not.toHaveProperty('next');
  });
});
