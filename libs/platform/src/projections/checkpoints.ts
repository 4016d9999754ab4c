import type { DataSource, EntityManager } from 'typeorm';
import type { Projection } from './projection.js';

/** Which projection, in which version. */
export type ProjectionKey = Pick<Projection, 'name' | 'version'>;

/** Why a projection stands still. Says nothing of what the event held. */
export interface ProjectionFailure {
  /** The event it could not take in. */
  readonly position: bigint;
  readonly storedName: string;
  readonly reason: string;
}

/** How far a projection has come. */
export interface Checkpoint {
  readonly name: string;
  /** Everything up to here is in its tables, and nothing after. */
  readonly position: bigint;
  readonly updatedAt: Date;
  /** Whether people read this version. */
  readonly live: boolean;
  /** Present when it has stopped. */
  readonly failure?: ProjectionFailure;
}

interface CheckpointRow {
  readonly name: string;
  readonly position: string;
  readonly updated_at: Date;
  readonly live: boolean;
  readonly failed_position: string | null;
  readonly failed_event: string | null;
  readonly failure: string | null;
}

type Sql = Pick<DataSource, 'query'> | Pick<EntityManager, 'query'>;

const COLUMNS = 'c.name, c.position, c.updated_at, c.live, c.failed_position, c.failed_event, c.failure';
const OF_KEY = 'c.name = $1 and c.version = $2';
/** A compare-and-set: only from where the caller believes it stands, and only while it is not stopped. */
const STILL_THERE = `${OF_KEY} and c.position = $3 and c.status = 'running'`;
/**
 * A read model can always be caught up again from the log, and its checkpoint is lost with its rows or not at all. So its
 * transaction need not wait for the disk, which the log's appends need more.
 */
const WITHOUT_FLUSH = `set_config('synchronous_commit', 'off', true)`;

/** The checkpoints of these projections; those that never ran are missing. */
export async function loadCheckpoints(sql: Sql, keys: readonly ProjectionKey[]): Promise<readonly Checkpoint[]> {
  const rows: CheckpointRow[] = await sql.query(
    `select ${COLUMNS} from read_model.projection_checkpoints c
       join unnest($1::text[], $2::int[]) as wanted(name, version) using (name, version)`,
    [keys.map((key) => key.name), keys.map((key) => key.version)],
  );
  return rows.map(toCheckpoint);
}

/** The projection's checkpoint; made at position 0 when it never ran. It says which tables are the projection's in this version. */
export async function openCheckpoint(sql: Sql, key: ProjectionKey & Pick<Projection, 'tables'>): Promise<Checkpoint> {
  await sql.query(
    `insert into read_model.projection_checkpoints as c (name, version, tables) values ($1, $2, $3)
     on conflict (name, version) do update set tables = excluded.tables where c.tables <> excluded.tables`,
    [key.name, key.version, key.tables],
  );
  return onlyOne(
    key,
    await sql.query(`select ${COLUMNS} from read_model.projection_checkpoints c where ${OF_KEY}`, [key.name, key.version]),
  );
}

/** The projection's checkpoint, which nobody moves until the transaction ends. */
export async function lockCheckpoint(manager: EntityManager, key: ProjectionKey): Promise<Checkpoint> {
  const sql = `select ${COLUMNS} from read_model.projection_checkpoints c where ${OF_KEY} for update`;
  return onlyOne(key, await manager.query(sql, [key.name, key.version]));
}

/** Locks the checkpoint for the rest of the transaction if it still stands there; false when it has moved or stopped. */
export async function holdCheckpoint(manager: EntityManager, key: ProjectionKey, at: bigint): Promise<boolean> {
  const sql = `select ${WITHOUT_FLUSH} from read_model.projection_checkpoints c where ${STILL_THERE} for update`;
  const rows: unknown[] = await manager.query(sql, [key.name, key.version, String(at)]);
  return rows.length === 1;
}

/** Moves the checkpoint if it still stands where the caller believes; false when another engine was there first. */
export async function moveCheckpoint(sql: Sql, key: ProjectionKey, from: bigint, to: bigint): Promise<boolean> {
  const move = `update read_model.projection_checkpoints c set position = $4, updated_at = clock_timestamp()
     where ${STILL_THERE} returning ${WITHOUT_FLUSH}`;
  return oneUpdated(await sql.query(move, [key.name, key.version, String(from), String(to)]));
}

/** Records why the projection stands still; false when another engine has moved it meanwhile. */
export async function stopCheckpoint(sql: Sql, key: ProjectionKey, at: bigint, failure: ProjectionFailure): Promise<boolean> {
  const stop = `update read_model.projection_checkpoints c
      set status = 'stopped', failed_position = $4, failed_event = $5, failure = $6, updated_at = clock_timestamp()
    where ${STILL_THERE}`;
  const details = [String(failure.position), failure.storedName, failure.reason];
  return oneUpdated(await sql.query(stop, [key.name, key.version, String(at), ...details]));
}

/**
 * Lets a stopped projection try again from its checkpoint; whichever engine runs it takes notice. False when it was not
 * stopped.
 */
export async function retryProjection(sql: Sql, key: ProjectionKey): Promise<boolean> {
  const retry = `update read_model.projection_checkpoints c
      set status = 'running', failed_position = null, failed_event = null, failure = null, updated_at = clock_timestamp()
    where ${OF_KEY} and c.status = 'stopped'`;
  return oneUpdated(await sql.query(retry, [key.name, key.version]));
}

/** TypeORM answers an update with its rows and how many there were. */
const oneUpdated = ([, count]: [unknown[], number]): boolean => count === 1;

function onlyOne(key: ProjectionKey, [row]: CheckpointRow[]): Checkpoint {
  if (row === undefined)
    throw new Error(`the projection ${key.name}, version ${key.version}, has no checkpoint: it never ran here`);
  return toCheckpoint(row);
}

function toCheckpoint(row: CheckpointRow): Checkpoint {
  const { failed_position: position, failed_event: storedName, failure: reason } = row;
  const stopped = position !== null && storedName !== null && reason !== null;
  return {
    name: row.name,
    position: BigInt(row.position),
    updatedAt: row.updated_at,
    live: row.live,
    ...(stopped ? { failure: { position: BigInt(position), storedName, reason } } : {}),
  };
}
