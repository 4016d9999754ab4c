/**
 * `npm run test:acceptance [-- --engine eventstoredb] [spec files]`: the acceptance tests and those over history, with the
 * log on PostgreSQL, or in EventStoreDB: a real one where EVENTSTOREDB_URL names it, else the wire-level server of
 * test/support/eventstoredb (docs/eventstoredb.md).
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const engines = ['postgres', 'eventstoredb'];
const { values, positionals } = parseArgs({ options: { engine: { type: 'string' } }, allowPositionals: true });
const engine = values.engine ?? (process.env.EVENT_STORE || 'postgres');
if (!engines.includes(engine)) {
  console.error(`The engine must be one of ${engines.join(', ')}, but is ${engine}.`);
  process.exit(1);
}
const { EVENTSTOREDB_URL: url, ...environment } = process.env;
const elsewhere = url ? 'a real EventStoreDB (EVENTSTOREDB_URL)' : 'the wire-level EventStoreDB of test/support/eventstoredb';
console.log(`The log is kept by ${engine === 'postgres' ? 'PostgreSQL' : elsewhere}.`);
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
// In EventStoreDB each service fills its log anew before its first test, where PostgreSQL clones a filled database.
const patience = engine === 'postgres' ? [] : ['--testTimeout', '120000'];
const specs = positionals.length > 0 ? positionals : ['test/acceptance/', 'test/history/'];
const { status } = spawnSync(process.execPath, [...jest, '--maxWorkers', '2', ...patience, ...specs], {
  stdio: 'inherit',
  env: { ...environment, EVENT_STORE: engine, ...(url ? { EVENTSTOREDB_URL: url } : {}) },
});
process.exit(status ?? 1);
