import { UnreadableEvent } from '#kernel/codec.js';
import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** What PostgreSQL's driver tells of an error besides its text, which may quote a row. */
interface DatabaseError {
  readonly code?: string;
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
}

const SQL_STATE = /^[0-9A-Z]{5}$/;
/** Connection lost, deadlock or serialization, out of resources, lock not available, server shutting down. */
const PASSING_STATES = /^(08|40|53|55P03|57P)/;

/** Whether trying the same again may well succeed: the database was at fault, not the event. */
export function isPassing(error: unknown): boolean {
  // TypeORM gives a connection back when it breaks; the next statement finds it gone.
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as DatabaseError;
  // The driver's own errors (a connection that broke) carry no SQLSTATE.
  return code === undefined || !SQL_STATE.test(code) || PASSING_STATES.test(code);
}

/**
 * Why an event could not be taken in, fit to be recorded and logged: errors of the database and of a parser may quote what
 * the event held, so of those only the kind and the place are told.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof UnreadableEvent) return `cannot be read: ${error.reason}`;
  if (error instanceof QueryFailedError)
    return `refused by the database: ${describeDatabaseError(error.driverError as DatabaseError)}`;
  if (error instanceof Error) return `${error.name} ${placeOf(error)}`;
  return 'something that is not an error was thrown';
}

function describeDatabaseError({ code, table, column, constraint }: DatabaseError): string {
  const parts = { SQLSTATE: code, table, column, constraint };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

/** File and line of the first frame of the stack, without the folders the project happens to lie in. */
function placeOf(error: Error): string {
  const frame = /([^/\\(\s]+:\d+):\d+\)?$/m.exec(error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? '');
  return frame?.[1] === undefined ? 'at an unknown place' : `at ${frame[1]}`;
}
