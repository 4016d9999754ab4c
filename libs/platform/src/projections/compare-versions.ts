import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import type { EventStore } from '../event-store/port.js';
import { loadCheckpoints, lockCheckpoint, type ProjectionKey } from './checkpoints.js';
import type { Projection } from './projection.js';
import { compareTables, haveSameShape, type TableComparison } from './table-comparison.js';
import { projectionVersions, type ProjectionVersion } from './versions.js';

/** How a version compares with the one people read, and why it does not where it does not. */
export type VersionComparison =
  | {
      readonly compared: true;
      readonly with: number;
      /** The position both stood at. */
      readonly position: bigint;
      readonly tables: readonly TableComparison[];
    }
  | { readonly compared: false; readonly why: string };

/** What a comparison works with. */
export interface ComparisonSurroundings {
  readonly store: EventStore;
  readonly dataSource: DataSource;
  /** Brings the version up to a position, and not beyond. */
  readonly catchUp: (position: bigint) => Promise<void>;
}

const ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 250;

/**
 * Compares a version row by row with the one people read, where both have the same tables with the same columns. The live one
 * stands still only until both have come to the same position; rows are compared in a snapshot of that moment.
 */
export async function compareWithLive(projection: Projection, surroundings: ComparisonSurroundings): Promise<VersionComparison> {
  const { dataSource } = surroundings;
  const versions = (await projectionVersions(dataSource)).filter(({ name }) => name === projection.name);
  const live = versions.find((version) => version.live);
  if (live === undefined || live.version === projection.version) return notCompared('there is no other version that people read');
  const pairs = pairsOf(projection, live);
  if (pairs === undefined || !(await sameShape(pairs, dataSource.manager)))
    return notCompared(`the tables of version ${live.version} have another shape`);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const level = await compareOnceLevel(projection, live, pairs, surroundings);
    if (level !== undefined) return level;
    await pause(BETWEEN_ATTEMPTS_MS);
  }
  return notCompared(`version ${live.version} did not come to the same position: nobody runs it, or much is being recorded`);
}

const notCompared = (why: string): VersionComparison => ({ compared: false, why });

interface TablePair {
  readonly name: string;
  readonly live: string;
  readonly built: string;
}

/** The tables that bear the same name but for the version; undefined when one has none. */
function pairsOf({ tables, version }: Projection, live: ProjectionVersion): readonly TablePair[] | undefined {
  const bare = (table: string, of: number): string => table.replace(new RegExp(`_v${of}$`), '');
  const qualified = (table: string): string => `read_model.${pg.escapeIdentifier(table)}`;
  const pairs = tables.flatMap((name) => {
    const other = live.tables.find((table) => bare(table, live.version) === bare(name, version));
    return other === undefined ? [] : [{ name, live: qualified(other), built: qualified(name) }];
  });
  return pairs.length === tables.length && pairs.length === live.tables.length ? pairs : undefined;
}

async function sameShape(pairs: readonly TablePair[], manager: EntityManager): Promise<boolean> {
  for (const { live, built } of pairs) if (!(await haveSameShape(manager, live, built))) return false;
  return true;
}

/** Undefined when the live version is behind the other, so that no moment was found at which both stood at one position. */
async function compareOnceLevel(
  projection: Projection,
  live: ProjectionKey,
  pairs: readonly TablePair[],
  { dataSource, catchUp }: ComparisonSurroundings,
): Promise<VersionComparison | undefined> {
  return dataSource.transaction('REPEATABLE READ', async (manager) => {
    const position = await dataSource.transaction(async (holder) => {
      const held = await lockCheckpoint(holder, live);
      await catchUp(held.position);
      // The first statement takes the snapshot: the live version goes on, and this transaction goes on seeing it as it was.
      const [one, other] = await loadCheckpoints(manager, [live, projection]);
      return one?.position === other?.position ? one?.position : undefined;
    });
    if (position === undefined) return undefined;
    await manager.query(`select set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true)`);
    const tables: TableComparison[] = [];
    for (const { name, live: old, built } of pairs) tables.push({ name, ...(await compareTables(manager, old, built)) });
    return { compared: true, with: live.version, position, tables };
  });
}
