import { type Refusal, refuse } from '#kernel/refusal.js';
import pg from 'pg';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { CheckpointWatch } from './checkpoint-watch.js';
import { loadCheckpoints, type ProjectionKey } from './checkpoints.js';
import { loadLeaseHolders } from './projection-leases.js';

/** A version of a projection that stands in this database. */
export interface ProjectionVersion extends ProjectionKey {
  readonly position: bigint;
  readonly tables: readonly string[];
  /** Whether people read it: it was the last to be switched to. */
  readonly live: boolean;
  /** The engine that runs it; absent when none does. */
  readonly runBy?: string;
}

/** The one that was left, when there was one, and the one people read now. */
export interface Switched {
  readonly name: string;
  readonly from?: number;
  readonly to: number;
}

/** How long a switch waits for a version that is nearly there, in milliseconds. */
const NEARLY_THERE_MS = 5000;

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly position: string;
  readonly tables: string[];
  readonly live: boolean;
}

const VERSIONS = 'select c.name, c.version, c.position, c.tables, c.live from read_model.projection_checkpoints c';

/** Every version of every projection that stands in this database, those of other releases as well. */
export async function projectionVersions(dataSource: DataSource): Promise<readonly ProjectionVersion[]> {
  const rows: VersionRow[] = await dataSource.query(`${VERSIONS} order by c.name, c.version`);
  const holders = await loadLeaseHolders(dataSource, rows);
  return rows.map(({ position, ...row }) => {
    const runBy = holders.find(({ name, version }) => name === row.name && version === row.version)?.holder;
    return { ...row, position: BigInt(position), ...(runBy === undefined ? {} : { runBy }) };
  });
}

/**
 * Makes a version the one people read, in one transaction; the one left stays as it is, so that it can be switched back to.
 * Refused while it has not caught up with the log.
 */
export async function switchProjection(
  key: ProjectionKey,
  { store, dataSource }: { readonly store: EventStore; readonly dataSource: DataSource },
): Promise<Switched | Refusal<'not-built'>> {
  const { position: head } = await store.head();
  const [checkpoint] = await loadCheckpoints(dataSource, [key]);
  const runs = checkpoint !== undefined && checkpoint.failure === undefined;
  if (runs && (await new CheckpointWatch(dataSource, [key]).waitFor(head, undefined, NEARLY_THERE_MS)) === 'reached')
    return makeLive(key, dataSource);
  return refuse(
    'not-built',
    `${key.name} v${key.version} has not caught up with the log, so people go on reading the version before it. Build it first.`,
  );
}

/** Switches to a version that has caught up; with `onlyForward`, not away from a later one. */
export function makeLive(
  { name, version }: ProjectionKey,
  dataSource: DataSource,
  { onlyForward = false }: { readonly onlyForward?: boolean } = {},
): Promise<Switched> {
  return dataSource.transaction(async (manager) => {
    const from = (await lockVersions(manager, name)).find(({ live }) => live)?.version;
    if (from === version || (onlyForward && from !== undefined && from > version)) return { name, to: from };
    const set = (live: boolean, of: number) =>
      manager.query('update read_model.projection_checkpoints set live = $3 where name = $1 and version = $2', [name, of, live]);
    if (from !== undefined) await set(false, from);
    await set(true, version);
    return { name, to: version, ...(from === undefined ? {} : { from }) };
  });
}

/** Why a version is kept: it does not stand here, people read it, an engine runs it, or something else needs its tables. */
export type DropRule =
  'version-unknown' | 'version-live' | 'version-running' | 'version-shares-tables' | 'version-needed-elsewhere';

const DEPENDENT_OBJECTS = '2BP01';

/**
 * Removes a version's tables and its checkpoint. The data source connects as the tables' owner. Refused for the version people
 * read, and while an engine (of the release before, most likely) runs it.
 */
export async function dropProjectionVersion(
  key: ProjectionKey,
  dataSource: DataSource,
): Promise<{ readonly dropped: readonly string[] } | Refusal<DropRule>> {
  try {
    return await dataSource.transaction((manager) => dropOne(key, manager));
  } catch (error) {
    if (!(error instanceof QueryFailedError) || (error.driverError as { code?: string }).code !== DEPENDENT_OBJECTS) throw error;
    const detail = `Something else in the database, a view perhaps, needs a table of ${key.name} v${key.version}. Nothing was dropped.`;
    return refuse('version-needed-elsewhere', detail);
  }
}

async function dropOne(
  key: ProjectionKey,
  manager: EntityManager,
): Promise<{ readonly dropped: readonly string[] } | Refusal<DropRule>> {
  const versions = await lockVersions(manager, key.name);
  const refusal = await whyKept(key, versions, manager);
  if (refusal !== undefined) return refusal;
  const dropped = versions.find(({ version }) => version === key.version)?.tables ?? [];
  for (const table of dropped) await manager.query(`drop table if exists read_model.${pg.escapeIdentifier(table)}`);
  for (const state of ['projection_checkpoints', 'projection_leases'])
    await manager.query(`delete from read_model.${state} where name = $1 and version = $2`, [key.name, key.version]);
  return { dropped };
}

async function whyKept(
  key: ProjectionKey,
  versions: readonly VersionRow[],
  manager: EntityManager,
): Promise<Refusal<DropRule> | undefined> {
  const called = `${key.name} v${key.version}`;
  const found = versions.find(({ version }) => version === key.version);
  if (found === undefined) return refuse('version-unknown', `There is no ${called} in this database. Nothing was dropped.`);
  if (found.live)
    return refuse('version-live', `${called} is the one people read. Nothing was dropped; switch to another first.`);
  const [holder] = await loadLeaseHolders(manager, [key]);
  if (holder !== undefined)
    return refuse('version-running', `${called} is still run by ${holder.holder}. Nothing was dropped; stop that one first.`);
  const [shared] = await manager.query<{ name: string; version: number }[]>(
    `${VERSIONS} where c.tables && $3::text[] and (c.name, c.version) <> ($1, $2)`,
    [key.name, key.version, found.tables],
  );
  return shared === undefined
    ? undefined
    : refuse('version-shares-tables', `${called} shares a table with ${shared.name} v${shared.version}. Nothing was dropped.`);
}

function lockVersions(manager: EntityManager, name: string): Promise<VersionRow[]> {
  return manager.query(`${VERSIONS} where c.name = $1 order by c.version for update`, [name]);
}
