import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Fault, Faults } from './faults.js';
import type { RecordedLog } from './recorded-log.js';

/** What the calls of one node work with. */
export interface NodeCalls {
  readonly log: RecordedLog;
  readonly faults: Faults;
  /** Where the leader is, when this node is not it. */
  leaderPort(): number | undefined;
  /** The port clients know this node by. */
  readonly port: number;
  /** How many events its subscriptions have sent. */
  sentToSubscribers: number;
  /** Resets every connection to this node. */
  cut(): void;
}

/** Why a call is not carried out: this node does not lead, or has been told to drop it. */
export const refusalOf = (node: NodeCalls, asked: Metadata, fault: Fault | undefined): ServiceError | undefined =>
  refuseToFollow(node, asked, fault) ??
  (fault?.kind === 'drop' ? errorOf(status.UNAVAILABLE, 'the server is shutting down') : undefined);

/** A follower that is asked for the leader says where it is. A fault makes a leader do so too, with its own address. */
function refuseToFollow(node: NodeCalls, asked: Metadata, fault: Fault | undefined): ServiceError | undefined {
  const leader = node.leaderPort();
  const referred = fault?.kind === 'not leader' ? (leader ?? node.port) : leader;
  if (referred === undefined || (asked.get('requires-leader')[0] !== 'true' && fault?.kind !== 'not leader')) return undefined;
  const metadata = new Metadata();
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', '127.0.0.1');
  metadata.set('leader-endpoint-port', String(referred));
  return errorOf(status.NOT_FOUND, 'the leader is elsewhere', metadata);
}

/** An error as the server sends it. */
export function errorOf(code: status, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}
