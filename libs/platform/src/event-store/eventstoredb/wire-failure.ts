import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/**
 * No answer within our own time. Shaped as an unavailable service, so that the client leaves the connection and looks for
 * a node again: a server that hangs with its sockets open is noticed by nothing else.
 */
export class ServerSilent extends Error implements ServiceError {
  readonly code = status.UNAVAILABLE;
  readonly details: string;
  readonly metadata = new Metadata();

  constructor(waitedMs: number) {
    super(`EventStoreDB did not answer within ${String(waitedMs)} ms`);
    this.name = 'ServerSilent';
    this.details = this.message;
  }
}

/** EventStoreDB said no, and asking again would not change that. Plain text only: no object of the client's is handed out. */
export class EventStoreDbRefusal extends Error {
  /** Whether it was for what was asked, such as a position where no record lies. */
  readonly invalidArgument: boolean;

  constructor(what: string, error: ServiceError) {
    super(`EventStoreDB refused to ${what}: ${error.details}`);
    this.name = 'EventStoreDbRefusal';
    this.invalidArgument = error.code === status.INVALID_ARGUMENT;
  }
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;

/** EventStoreDB names what went wrong in a trailer; the status code alone says little. */
const exceptionOf = (error: ServiceError): string | undefined => trailer(error, 'exception');

/** A trailer's text. */
function trailer(error: ServiceError, name: string): string | undefined {
  // A client-side status comes without metadata in spite of its type.
  const metadata = error.metadata as Metadata | undefined;
  return metadata?.get(name)[0]?.toString();
}

const FINAL_CODES: readonly status[] = [
  status.INVALID_ARGUMENT,
  status.PERMISSION_DENIED,
  status.UNAUTHENTICATED,
  status.UNIMPLEMENTED,
];
const FINAL_EXCEPTIONS: readonly (string | undefined)[] = [
  'access-denied',
  'stream-deleted',
  'maximum-append-size-exceeded',
  'missing-required-metadata-property',
];

/** Whether the server said no for good. */
export const isFinal = (error: unknown): error is ServiceError =>
  isServiceError(error) && (FINAL_CODES.includes(error.code) || FINAL_EXCEPTIONS.includes(exceptionOf(error)));

/**
 * Whether nothing is known of what became of the call: it may have been carried out, or be carried out later. Everything
 * the server did not clearly refuse; a fault of our own is neither.
 */
export const isTransient = (error: unknown): boolean => isServiceError(error) && !isFinal(error);

/** The stream's revision, when the error is that the expected one was wrong (servers say so as an answer or as an error). */
export function wrongExpectedRevision(error: unknown): bigint | 'no-stream' | undefined {
  if (!isServiceError(error) || exceptionOf(error) !== 'wrong-expected-version') return undefined;
  const actual = trailer(error, 'actual-version');
  return actual === undefined || actual === '-1' ? 'no-stream' : BigInt(actual);
}
