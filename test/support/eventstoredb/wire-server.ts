/**
 * An EventStoreDB for tests: a real gRPC server on real sockets, speaking the messages of the package's own service
 * definitions, over a log in memory.
 *
 * What it proves: that our adapter and the client library send well-formed calls, understand well-formed answers, and keep
 * the contract when a server drops a call, answers late, twice or never, refers to another node, ends a subscription
 * cleanly in its midst, takes a batch in parts, or writes and dies before it answers; and that this holds over connections
 * that really break.
 *
 * What it does not prove: that a real server behaves as this one does. Its rules (revisions, idempotency, filters, which
 * positions a read includes) are written down from EventStoreDB's documentation and source, not taken from a running one.
 * There is no disk, so nothing of durability; no replication, elections or quorum, so nothing of what a cluster loses or
 * keeps; no TLS, passwords or access rules; no limits of size; no scavenging, truncation or deletion of streams; no
 * checkpoints of filtered subscriptions; and nothing of speed. `npm run test:eventstoredb` runs the same contract against a
 * real one (docs/eventstoredb.md).
 */
import type { MemberInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { append, batchAppend } from './append-calls.js';
import { Faults } from './faults.js';
import type { NodeCalls } from './node-calls.js';
import { read } from './read-calls.js';
import { RecordedLog } from './recorded-log.js';
import { TcpGate } from './tcp-gate.js';

/** What the nodes of a cluster tell of each other. */
export interface GossipMember {
  readonly port: number;
  readonly state: 'leader' | 'follower' | 'unknown';
  readonly alive?: boolean;
}

/** How a node starts out. */
export interface WireServerOptions {
  /** The log it serves; one of its own unless given. The nodes of a cluster share one, or differ on purpose. */
  readonly log?: RecordedLog;
}

/** One node. A follower until `leads` says otherwise only if it is told where the leader is. */
export class WireServer implements NodeCalls {
  readonly log: RecordedLog;
  readonly faults = new Faults();
  /** The port of the leader, when this node is a follower. */
  followed: number | undefined;
  /** What its gossip says; itself as the leader unless told otherwise. */
  members: readonly GossipMember[] | undefined;
  /** How many calls of each kind have reached it. */
  readonly calls = { append: 0, batchAppend: 0, read: 0, subscribe: 0 };
  /** How many events its subscriptions have sent. */
  sentToSubscribers = 0;
  #server: Server | undefined;
  #gate: TcpGate | undefined;
  #port = 0;

  private constructor(options: WireServerOptions) {
    this.log = options.log ?? new RecordedLog();
  }

  /** Starts a node on a free port of this machine. */
  static async start(options: WireServerOptions = {}): Promise<WireServer> {
    const node = new WireServer(options);
    await node.resume();
    return node;
  }

  get port(): number {
    return this.#port;
  }

  /** How to reach it alone. */
  get connectionString(): string {
    return `esdb://127.0.0.1:${String(this.#port)}?tls=false`;
  }

  leaderPort(): number | undefined {
    return this.followed;
  }

  cut(): void {
    this.#gate?.cut();
  }

  /** Goes down at once; what it holds is kept. */
  async halt(): Promise<void> {
    await this.#gate?.close();
    this.#server?.forceShutdown();
    this.#gate = undefined;
    this.#server = undefined;
  }

  /** Comes up again where it was. */
  async resume(): Promise<void> {
    const server = new Server();
    server.addService(streamsService.StreamsService, this.#streams());
    server.addService(gossipService.GossipService, this.#gossip());
    server.addService(featuresService.ServerFeaturesService, serverFeatures());
    const inside = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      );
    });
    this.#server = server;
    this.#gate = await TcpGate.open(inside, this.#port);
    this.#port = this.#gate.port;
  }

  #streams(): UntypedServiceImplementation {
    return {
      append: (call: Parameters<typeof append>[1], answer: Parameters<typeof append>[2]) => {
        this.calls.append += 1;
        append(this, call, answer);
      },
      batchAppend: (call: Parameters<typeof batchAppend>[1]) => {
        this.calls.batchAppend += 1;
        batchAppend(this, call);
      },
      read: (call: Parameters<typeof read>[1]) => {
        this.calls[call.request.getOptions()?.hasSubscription() ? 'subscribe' : 'read'] += 1;
        read(this, call);
      },
    };
  }

  #gossip(): UntypedServiceImplementation {
    const answer = (_call: unknown, callback: (error: null, info: unknown) => void): void => {
      const members = this.members ?? [{ port: this.#port, state: 'leader' as const }];
      const info = new gossip.ClusterInfo();
      info.setMembersList(members.map(memberOf));
      callback(null, info);
    };
    return { read: answer };
  }
}

const States = gossip.MemberInfo.VNodeState;
const STATES = { leader: States.LEADER, follower: States.FOLLOWER, unknown: States.UNKNOWN } as const;

function memberOf({ port, state, alive = true }: GossipMember): MemberInfo {
  const endPoint = new gossip.EndPoint().setAddress('127.0.0.1').setPort(port);
  return new gossip.MemberInfo().setState(STATES[state]).setIsAlive(alive).setHttpEndPoint(endPoint).setTimeStamp('0');
}

function serverFeatures(): UntypedServiceImplementation {
  const answer = (_call: unknown, callback: (error: null, supported: unknown) => void): void => {
    const supported = new features.SupportedMethods().setEventStoreServerVersion('23.10.1');
    for (const [method, of] of [
      ['Append', ''],
      ['BatchAppend', 'deadline_duration'],
      ['Read', 'position'],
    ] as const) {
      const entry = new features.SupportedMethod().setServiceName('event_store.client.streams.Streams').setMethodName(method);
      supported.addMethods(of === '' ? entry : entry.setFeaturesList([of]));
    }
    callback(null, supported);
  };
  return { getSupportedMethods: answer };
}
