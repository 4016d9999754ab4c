import type { ProjectionFailure } from '../projections/checkpoints.js';
import type { Sql } from './leased-session.js';

/** How far a process manager has come in the log. */
export interface ProcessCheckpoint {
  readonly version: number;
  /** What follows from every event up to here is in its tables. */
  readonly position: bigint;
  /** Present when it stands still. */
  readonly failure?: ProjectionFailure;
}

/** A checkpoint as it lies in its table. */
export interface ProcessCheckpointRow {
  readonly version: number;
  readonly position: string;
  readonly failed_position: string | null;
  readonly failed_event: string | null;
  readonly failure: string | null;
}

/** The manager's checkpoint; made after the position given when it never ran. */
export async function openProcessCheckpoint(
  sql: Sql,
  manager: string,
  { version, after }: { readonly version: number; readonly after: bigint },
): Promise<ProcessCheckpoint> {
  await sql.query('insert into app.process_managers (name, version, position) values ($1, $2, $3) on conflict do nothing', [
    ...[manager, version, String(after)],
  ]);
  const [row] = await sql.query<ProcessCheckpointRow>(
    'select version, position, failed_position, failed_event, failure from app.process_managers where name = $1',
    [manager],
  );
  if (row === undefined) throw new Error(`the process manager ${manager} has no checkpoint`);
  return checkpointOf(row);
}

/** The checkpoint in a row. */
export function checkpointOf(row: ProcessCheckpointRow): ProcessCheckpoint {
  const { version, failed_position: position, failed_event: storedName, failure: reason } = row;
  const stopped = position !== null && storedName !== null && reason !== null;
  return {
    version,
    position: BigInt(row.position),
    ...(stopped ? { failure: { position: BigInt(position), storedName, reason } } : {}),
  };
}

/** Moves the checkpoint from where the caller believes it stands; throws, for the transaction to roll back, when it does not. */
export async function moveProcessCheckpoint(sql: Sql, manager: string, from: bigint, to: bigint): Promise<void> {
  const moved = await sql.query(
    `update app.process_managers set position = $3, updated_at = clock_timestamp()
      where name = $1 and position = $2 and failure is null returning name`,
    [manager, String(from), String(to)],
  );
  if (moved.length !== 1) throw new Error(`the checkpoint of the process manager ${manager} was moved by somebody else`);
}

/** Records why the manager stands still. */
export async function stopProcess(sql: Sql, manager: string, { position, storedName, reason }: ProjectionFailure): Promise<void> {
  await sql.query(
    `update app.process_managers set failed_position = $2, failed_event = $3, failure = $4, updated_at = clock_timestamp()
      where name = $1`,
    [manager, String(position), storedName, reason],
  );
}

/** Those of some managers that stand still, and why. */
export async function loadStoppedProcesses(
  sql: Sql,
  managers: readonly string[],
): Promise<readonly { readonly name: string; readonly failure: ProjectionFailure }[]> {
  const rows = await sql.query<ProcessCheckpointRow & { readonly name: string }>(
    `select name, version, position, failed_position, failed_event, failure from app.process_managers
      where name = any($1) and failure is not null order by name`,
    [managers],
  );
  return rows.flatMap((row) => {
    const { failure } = checkpointOf(row);
    return failure === undefined ? [] : [{ name: row.name, failure }];
  });
}

/** Lets stopped managers try again; those that were stopped. */
export async function letProcessesTryAgain(sql: Sql, managers: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.query<{ name: string }>(
    `update app.process_managers set failed_position = null, failed_event = null, failure = null, updated_at = clock_timestamp()
      where name = any($1) and failure is not null returning name`,
    [managers],
  );
  return rows.map(({ name }) => name);
}
