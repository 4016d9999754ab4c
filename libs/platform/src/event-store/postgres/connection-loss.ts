import { DatabaseError } from 'pg';

/** The server is shutting down, starting up, has crashed or is full; class 08 is about connections as a whole. */
const LOST_STATES: readonly (string | undefined)[] = ['57P01', '57P02', '57P03', '53300'];

/**
 * Whether the database went away before it answered, so that the outcome is not known, as against an answer that says
 * no. A programming fault of ours is neither, and is not retried.
 */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof DatabaseError) return LOST_STATES.includes(error.code) || (error.code ?? '').startsWith('08');
  return !(error instanceof TypeError || error instanceof RangeError);
}
