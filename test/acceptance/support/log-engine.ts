import { randomUUID } from 'node:crypto';
import { WireServer } from '../../support/eventstoredb/wire-server.js';

/** The engine that keeps the log of the services under test: `EVENT_STORE`, PostgreSQL unless it is set. */
export const engine = process.env['EVENT_STORE'] === 'eventstoredb' ? 'eventstoredb' : 'postgres';

/** A place for one log, apart from every other. */
export interface LogForTests {
  /** The service's settings that lead to it. */
  readonly settings: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/**
 * An empty log: in the service's own database, or in EventStoreDB under a name of its own. That is a real one where
 * `EVENTSTOREDB_URL` names it, which keeps what was written, and the wire-level server of `test/support/eventstoredb` elsewhere.
 */
export async function emptyLog(): Promise<LogForTests> {
  if (engine === 'postgres') return { settings: {}, remove: () => Promise.resolve() };
  const real = process.env['EVENTSTOREDB_URL'];
  const server = real === undefined ? await WireServer.start() : undefined;
  const settings = {
    EVENT_STORE: engine,
    EVENTSTOREDB_URL: server?.connectionString ?? String(real),
    EVENTSTOREDB_NAMESPACE: `test-${randomUUID()}`,
  };
  return { settings, remove: async () => server?.halt() };
}

/** Describes what holds on PostgreSQL only; on another engine it is left out, and the reason told. */
export function describeOnPostgres(name: string, reason: string, tests: () => void): void {
  if (engine === 'postgres') return describe(name, tests);
  process.stderr.write(`Left out on ${engine}: ${name}. ${reason}\n`);
  describe.skip(name, tests);
}
