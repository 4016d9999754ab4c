// Runs the event store's contract against the EventStoreDB that EVENTSTOREDB_URL names (docs/eventstoredb.md says how to
// start one), and the adapter's other tests on the wire-level server of test/support/eventstoredb.
import { spawnSync } from 'node:child_process';

if (!process.env.EVENTSTOREDB_URL) {
  console.error(
    'EVENTSTOREDB_URL is not set, so there is no server to test against. Start one (docs/eventstoredb.md) and run, for instance:\n' +
      "  EVENTSTOREDB_URL='esdb://127.0.0.1:2113?tls=false' npm run test:eventstoredb",
  );
  process.exit(1);
}
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'libs/platform/src/event-store/eventstoredb'];
const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
