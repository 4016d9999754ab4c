import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/config.js';

/**
 * Makes the service's logger: one JSON object a line, on standard output unless another destination is given.
 *
 * What may be logged is chosen here by what the serializers let through: of a request its method and path (never its
 * query, headers or body), of an answer its status, of an error its kind, message, code and stack. People's names and
 * what they wrote are in bodies, in queries and in the parameters that database errors carry.
 */
export function createLogger(level: Config['logLevel'], destination?: DestinationStream): Logger {
  const options = {
    level,
    // Neither process id nor host name: the supervisor that collects the lines knows both.
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { req: loggedRequest, res: loggedResponse, err: loggedError },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What is known of a request in the log; `id` joins the lines of one request. */
export interface LoggedRequest {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly path?: string;
}

/** The part of an HTTP request that may be logged. */
export function loggedRequest(request: {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly url?: string;
}): LoggedRequest {
  const path = request.url?.split('?', 1)[0];
  return { id: request.id, method: request.method, ...(path === undefined ? {} : { path }) };
}

/** The part of an HTTP answer that may be logged. */
export const loggedResponse = (response: { readonly statusCode?: number }): { readonly status: number | undefined } => ({
  status: response.statusCode,
});

/** The part of an error that may be logged: a database error carries its statement, parameters and the offending row. */
export function loggedError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as Error & { readonly code?: unknown };
  return {
    kind: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  };
}
