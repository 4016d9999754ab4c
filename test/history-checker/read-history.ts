import { Client } from 'pg';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import { rebuildProjections } from '#platform/projections/rebuild.js';
import { createDataSource } from '#platform/read-store/data-source.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../../apps/server/src/composition.js';
import type { History, LoggedEvent } from './invariants.js';

/** The checker speaks for itself. */
export const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Row extends Omit<LoggedEvent, 'position' | 'revision'> {
  readonly position: string;
  readonly revision: string;
}

/** The log as it lies in the database, beside what the journals say and what a rebuild makes of the read models. */
export async function readHistory(
  url: string,
  { acknowledged, sent, consumers }: Pick<History, 'acknowledged' | 'sent' | 'consumers'>,
): Promise<History> {
  const log = await readLog(url);
  return { log, acknowledged, sent, consumers: await caughtUp(url, consumers), readModels: await compareReadModels(url) };
}

async function readLog(url: string): Promise<readonly LoggedEvent[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(
      `select position::text, stream, revision::text, event_id as id, metadata ->> 'commandId' as "commandId",
        to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt"
       from log.events as event order by event.position`,
    );
    return rows.map((row) => ({ ...row, position: BigInt(row.position), revision: BigInt(row.revision) }));
  } finally {
    await client.end();
  }
}

/** Consumers died with their processes: each takes up once more where it ended, and must then have seen the whole log. */
async function caughtUp(url: string, consumers: History['consumers']): Promise<History['consumers']> {
  const store = new PostgresEventStore({ connectionString: url });
  try {
    const all = Object.entries(consumers).map(async ([name, seen]) => {
      const rest: bigint[] = [];
      for (;;) {
        const after = rest.at(-1) ?? seen.at(-1) ?? 0n;
        const batch = await store.readAll(after, 1_000);
        if (batch.length === 0) return [name, [...seen, ...rest]] as const;
        rest.push(...batch.map(({ position }) => position));
      }
    });
    return Object.fromEntries(await Promise.all(all));
  } finally {
    await store.close();
  }
}

/** Lets the read models catch up, then holds each to a rebuild of it from the log. */
async function compareReadModels(url: string): Promise<History['readModels']> {
  const platform = await openPlatform({ ownerUrl: url, parts, log: silent });
  const owner = createDataSource({ url, entities: [], migrations: [], poolSize: 4 });
  await owner.initialize();
  try {
    await platform.engine.start();
    const { position } = await platform.store.head();
    if ((await platform.watch.waitFor(position, undefined, 120_000)) !== 'reached')
      throw new Error('the read models did not catch up');
    await platform.engine.stop();
    const reports = await rebuildProjections(parts.projections, { store: platform.store, dataSource: owner, compareOnly: true });
    return reports.flatMap(({ tables }) =>
      tables.map(({ name, onlyInLive, onlyInRebuilt }) => ({ table: name, onlyInLive, onlyInRebuild: onlyInRebuilt })),
    );
  } finally {
    await owner.destroy();
    await platform.close();
  }
}
