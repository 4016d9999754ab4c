import type { AppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
// CommonJS made by protoc: Node cannot see its names, so the whole module comes as the default.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import type { ExpectedRevision } from '../port.js';

/** An event in the form it is sent in. */
export interface OutgoingEvent {
  readonly id: string;
  readonly type: string;
  readonly payload: string;
  readonly metadata: string;
}

const Options = messages.ReadReq.Options;
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf8'));

function identifierOf(stream: string): StreamIdentifier {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(bytesOf(stream));
  return identifier;
}

/**
 * One append with its exact expected revision. The payload travels as the bytes it is, marked as JSON: the client's own
 * `jsonEvent` would parse and write it anew.
 */
export function appendMessages(stream: string, expected: ExpectedRevision, events: readonly OutgoingEvent[]): AppendReq[] {
  const options = new messages.AppendReq.Options();
  options.setStreamIdentifier(identifierOf(stream));
  if (expected === 'no-stream') options.setNoStream(new shared.Empty());
  else options.setRevision(String(expected));
  const header = new messages.AppendReq();
  header.setOptions(options);
  return [header, ...events.map(proposed)];
}

function proposed(event: OutgoingEvent): AppendReq {
  const id = new shared.UUID();
  id.setString(event.id);
  const message = new messages.AppendReq.ProposedMessage();
  message.setId(id);
  message.getMetadataMap().set('type', event.type).set('content-type', 'application/json');
  message.setData(bytesOf(event.payload));
  message.setCustomMetadata(bytesOf(event.metadata));
  const entry = new messages.AppendReq();
  entry.setProposedMessage(message);
  return entry;
}

function optionsOf(): ReadReq.Options {
  const uuids = new Options.UUIDOption();
  uuids.setString(new shared.Empty());
  const options = new Options();
  options.setUuidOption(uuids);
  options.setNoFilter(new shared.Empty());
  return options;
}

function requestOf(options: ReadReq.Options): ReadReq {
  const request = new messages.ReadReq();
  request.setOptions(options);
  return request;
}

/** The server counts in 64 bits; this many is "all there are". */
const ALL = String(Number.MAX_SAFE_INTEGER);

/** A stream's events from a revision on. */
export function readStreamMessage(stream: string, fromRevision: bigint, limit?: number): ReadReq {
  const part = new Options.StreamOptions();
  part.setStreamIdentifier(identifierOf(stream));
  if (fromRevision <= 0n) part.setStart(new shared.Empty());
  else part.setRevision(String(fromRevision));
  const options = optionsOf();
  options.setStream(part);
  options.setReadDirection(Options.ReadDirection.FORWARDS);
  options.setCount(limit === undefined ? ALL : String(limit));
  return requestOf(options);
}

/** Where in the log to begin. */
export type FromPosition = bigint | 'start' | 'end';

function allOptions(from: FromPosition, prefixes: readonly string[]): ReadReq.Options {
  const part = new Options.AllOptions();
  if (from === 'start') part.setStart(new shared.Empty());
  else if (from === 'end') part.setEnd(new shared.Empty());
  else part.setPosition(positionOf(from));
  const options = optionsOf();
  options.setAll(part);
  options.setFilter(streamsWith(prefixes));
  return options;
}

/** Both numbers are one: they differ only for explicit transactions, which today's servers no longer take. */
function positionOf(from: bigint): ReadReq.Options.Position {
  const position = new Options.Position();
  position.setCommitPosition(String(from));
  position.setPreparePosition(String(from));
  return position;
}

function streamsWith(prefixes: readonly string[]): ReadReq.Options.FilterOptions {
  const expression = new Options.FilterOptions.Expression();
  expression.setPrefixList([...prefixes]);
  const filter = new Options.FilterOptions();
  filter.setStreamIdentifier(expression);
  filter.setCount(new shared.Empty());
  filter.setCheckpointintervalmultiplier(1);
  return filter;
}

/**
 * The log's events of streams with one of the prefixes, filtered by the server. Forwards from a position includes the
 * event there; backwards begins before it. (The client's own `readAll` cannot filter.)
 */
export function readAllMessage(
  prefixes: readonly string[],
  { from, backwards = false, limit }: { readonly from: FromPosition; readonly backwards?: boolean; readonly limit?: number },
): ReadReq {
  const options = allOptions(from, prefixes);
  options.setReadDirection(backwards ? Options.ReadDirection.BACKWARDS : Options.ReadDirection.FORWARDS);
  options.setCount(limit === undefined ? ALL : String(limit));
  return requestOf(options);
}

/** A catch-up subscription to the same events, after a position. */
export function subscribeMessage(prefixes: readonly string[], after: bigint): ReadReq {
  const options = allOptions(after === 0n ? 'start' : after, prefixes);
  options.setReadDirection(Options.ReadDirection.FORWARDS);
  options.setSubscription(new Options.SubscriptionOptions());
  return requestOf(options);
}
