import { randomUUID } from 'node:crypto';
import { TcpGate } from '../../../../../test/support/eventstoredb/tcp-gate.js';
import { WireServer } from '../../../../../test/support/eventstoredb/wire-server.js';
import { describeEventStoreContract } from '../event-store.contract-suite.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import { InMemoryTextKeys } from './in-memory-text-keys.js';

const realServer = process.env['EVENTSTOREDB_URL'];

/** Stores over one log, made as they are asked for; `namespace` keeps logs on one server apart. */
function stores(connectionString: string) {
  const made: EventStoreDbEventStore[] = [];
  const textKeys = new InMemoryTextKeys();
  const namespace = `test-${randomUUID()}.`;
  const another = (): EventStoreDbEventStore => {
    const store = new EventStoreDbEventStore({
      connectionString,
      textKeys,
      namespace,
      clockSetBack: () => undefined,
      subscriptionDropped: () => undefined,
    });
    made.push(store);
    return store;
  };
  return { another, close: () => Promise.all(made.map((store) => store.close())) };
}

describeEventStoreContract('the store in EventStoreDB, on the wire', async () => {
  const server = await WireServer.start();
  const { another, close } = stores(server.connectionString);
  return {
    store: another(),
    dense: false,
    another,
    cutConnections: () => {
      server.cut();
      return Promise.resolve();
    },
    remove: async () => {
      await close();
      await server.halt();
    },
  };
});

/** A gate before a real server whose connections it may cut: one that is reached at one address, without TLS. */
async function gateBefore(connectionString: string): Promise<{ url: string; gate: TcpGate | undefined }> {
  const plain = /^(?:esdb|kurrentdb):\/\/([\w.-]+):(\d+)\/?(\?.*\btls=false.*)$/i.exec(connectionString);
  if (plain === null) return { url: connectionString, gate: undefined };
  const [, host = '', port = '', settings = ''] = plain;
  const gate = await TcpGate.open(Number(port), 0, host);
  return { url: `esdb://127.0.0.1:${String(gate.port)}${settings}`, gate };
}

// Where it cannot be cut (a cluster, TLS), the rest of the contract is checked all the same: docs/eventstoredb.md says so.
if (realServer !== undefined)
  describeEventStoreContract('the store in a real EventStoreDB', async () => {
    const { url, gate } = await gateBefore(realServer);
    const { another, close } = stores(url);
    return {
      store: another(),
      dense: false,
      another,
      cutConnections: () => Promise.resolve(gate?.cut()),
      remove: async () => {
        await close();
        await gate?.close();
      },
    };
  });
