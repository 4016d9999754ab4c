import type { DataSource } from 'typeorm';
import { FlightFailed, fly, type Statement, withClient } from '../read-store/flight.js';
import type { ProjectionKey } from './checkpoints.js';

/** What a part of the log changes in one read model, worked out and not yet written. */
export interface Prepared {
  readonly projection: ProjectionKey;
  /** Where the read model stands. */
  readonly from: bigint;
  /** Where it will stand. */
  readonly to: bigint;
  readonly statements: readonly Statement[];
}

/**
 * Read models can always be caught up again from the log, and their checkpoints are lost with their rows or not at all. So the
 * transaction need not wait for the disk, which the log's appends need more.
 */
const SETTINGS = `select set_config('synchronous_commit', 'off', true), set_config('lock_timeout', $1, true)`;

/** A compare-and-set of all checkpoints or none: fails unless each still stands there and has not stopped. */
const MOVE = `
  with wanted as (
    select * from json_to_recordset($1::json) as checkpoint (name text, version int, "from" bigint, "to" bigint)
  ), moved as (
    update read_model.projection_checkpoints c set position = wanted."to", updated_at = clock_timestamp() from wanted
     where c.name = wanted.name and c.version = wanted.version and c.position = wanted."from" and c.status = 'running'
    returning c.name
  )
  select 1 / ((select count(*) from moved) = (select count(*) from wanted))::int`;
const STANDS_ELSEWHERE = '22012';

/**
 * Writes what changes in read models and moves their checkpoints, in one transaction sent at once: most of what a small batch
 * costs is the same for one read model and for all of them. False, with nothing written, when one of them stands elsewhere by
 * now or has stopped. Waits for locks no longer than so many milliseconds each, or as long as it takes.
 */
export async function writeTogether(
  dataSource: DataSource,
  prepared: readonly Prepared[],
  patienceMs?: number,
): Promise<boolean> {
  const checkpoints = prepared.map(({ projection: { name, version }, from, to }) => ({
    ...{ name, version },
    from: String(from),
    to: String(to),
  }));
  const statements: Statement[] = [
    { text: SETTINGS, values: [String(patienceMs ?? 0)] },
    { text: MOVE, values: [JSON.stringify(checkpoints)] },
    ...prepared.flatMap((one) => one.statements),
  ];
  try {
    await withClient(dataSource, (client) => fly(client, statements));
    return true;
  } catch (error) {
    if (error instanceof FlightFailed && codeOf(error) === STANDS_ELSEWHERE && error.index === 1) return false;
    throw error;
  }
}

const codeOf = ({ driverError }: FlightFailed): string | undefined => (driverError as { readonly code?: string }).code;
