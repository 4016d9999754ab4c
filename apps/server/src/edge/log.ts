/** The injection token of the service's pino logger. */
export const LOG = Symbol('Log');
