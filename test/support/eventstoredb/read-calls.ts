import { randomUUID } from 'node:crypto';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream, type ServiceError, status } from '@grpc/grpc-js';
import type { Fault } from './faults.js';
import { errorOf, type NodeCalls, refusalOf } from './node-calls.js';
import type { RecordedLog, StoredRecord } from './recorded-log.js';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

const BACKWARDS = messages.ReadReq.Options.ReadDirection.BACKWARDS;

/** `Streams.Read`: a stream or `$all`, forwards or backwards, or a catch-up subscription to `$all`. */
export function read(node: NodeCalls, call: ReadCall): void {
  const options = call.request.getOptions() ?? new messages.ReadReq.Options();
  const fault = node.faults.take(options.hasSubscription() ? 'subscribe' : 'read');
  const refusal = refusalOf(node, call.metadata, fault) ?? misplaced(node, options);
  if (refusal !== undefined) return void call.emit('error', refusal);
  if (fault?.kind === 'ignore' || fault?.kind === 'never answer') return;
  setTimeout(() => answerRead(node, call, options, fault), fault?.kind === 'answer late' ? fault.afterMs : 0);
}

/** `$all` can only be read from where a record lies. */
function misplaced(node: NodeCalls, options: ReadReq.Options): ServiceError | undefined {
  const asked = options.getAll()?.getPosition()?.getCommitPosition();
  if (asked === undefined || node.log.has(BigInt(asked))) return undefined;
  return errorOf(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.');
}

function answerRead(node: NodeCalls, call: ReadCall, options: ReadReq.Options, fault: Fault | undefined): void {
  if (options.hasSubscription()) return subscribe(node, call, options, fault);
  void sendAll(call, options.hasStream() ? ofStream(node, options) : ofAll(node.log, options), fault);
}

async function sendAll(call: ReadCall, records: readonly StoredRecord[] | 'not found', fault: Fault | undefined): Promise<void> {
  if (records === 'not found') {
    call.write(notFound(call.request));
    return void call.end();
  }
  for (const record of records) {
    if (call.cancelled) return;
    await send(call, eventOf(record));
    if (fault?.kind === 'answer twice') await send(call, eventOf(record));
  }
  call.end();
}

/** Waits while the client takes nothing more, so that a slow one is sent no more than it can hold. */
async function send(call: ReadCall, message: ReadResp): Promise<void> {
  if (call.write(message)) return;
  await new Promise<void>((resolve) => {
    const ways = ['drain', 'cancelled', 'close'];
    const done = (): void => {
      for (const way of ways) call.off(way, done);
      resolve();
    };
    for (const way of ways) call.once(way, done);
  });
}

function limited(options: ReadReq.Options, records: readonly StoredRecord[]): readonly StoredRecord[] {
  return records.slice(0, Number(options.getCount()));
}

function ofStream(node: NodeCalls, options: ReadReq.Options): readonly StoredRecord[] | 'not found' {
  const part = options.getStream();
  const name = Buffer.from(part?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
  const records = node.log.stream(name);
  if (records === undefined || part === undefined) return 'not found';
  const from = part.hasRevision() ? BigInt(part.getRevision()) : undefined;
  if (options.getReadDirection() === BACKWARDS)
    return limited(options, records.filter(({ revision }) => from === undefined || revision <= from).toReversed());
  return limited(
    options,
    records.filter(({ revision }) => from === undefined || revision >= from),
  );
}

function ofAll(log: RecordedLog, options: ReadReq.Options): readonly StoredRecord[] {
  const position = options.getAll()?.getPosition();
  const from = position && BigInt(position.getCommitPosition());
  const count = Number(options.getCount());
  const chosen = chosenBy(options);
  if (options.getReadDirection() === BACKWARDS) {
    const before = from === undefined ? log.records : log.records.slice(0, -log.after(from).length - 1);
    return firstOf(before.toReversed(), count, chosen);
  }
  if (from === undefined) return firstOf(log.records, count, chosen);
  return firstOf(log.records.slice(log.records.length - log.after(from).length - 1), count, chosen);
}

/** The first so many that are wanted. The rest is not looked at: the head is asked for over and over. */
function firstOf(
  records: readonly StoredRecord[],
  count: number,
  chosen: (record: StoredRecord) => boolean,
): readonly StoredRecord[] {
  const found: StoredRecord[] = [];
  for (const record of records) {
    if (found.length >= count) break;
    if (chosen(record)) found.push(record);
  }
  return found;
}

function chosenBy(options: ReadReq.Options): (record: StoredRecord) => boolean {
  const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList();
  return ({ stream }) => prefixes === undefined || prefixes.some((prefix) => stream.startsWith(prefix));
}

/** A catch-up subscription: everything after its position, the caught-up mark, then what comes. */
function subscribe(node: NodeCalls, call: ReadCall, options: ReadReq.Options, fault: Fault | undefined): void {
  const position = options.getAll()?.getPosition();
  const feed = new Feed(node, call, chosenBy(options), fault);
  void feed.run(position === undefined ? -1n : BigInt(position.getCommitPosition()));
}

class Feed {
  readonly #node: NodeCalls;
  readonly #call: ReadCall;
  readonly #chosen: (record: StoredRecord) => boolean;
  readonly #fault: Fault | undefined;
  #sent = 0;

  constructor(node: NodeCalls, call: ReadCall, chosen: (record: StoredRecord) => boolean, fault: Fault | undefined) {
    this.#node = node;
    this.#call = call;
    this.#chosen = chosen;
    this.#fault = fault;
  }

  async run(after: bigint): Promise<void> {
    const confirmation = new messages.ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
    await send(this.#call, new messages.ReadResp().setConfirmation(confirmation));
    if (this.#fault?.kind === 'forget') return void (await send(this.#call, caughtUp()));
    const caughtUpTo = await this.#sendAfter(after);
    if (this.#ended()) return;
    await send(this.#call, caughtUp());
    await this.#live(caughtUpTo);
  }

  async #live(after: bigint): Promise<void> {
    let position = after;
    let grown = true;
    let wake: (() => void) | undefined;
    const note = (): void => {
      grown = true;
      wake?.();
    };
    const stop = this.#node.log.onGrowth(note);
    for (const event of ['cancelled', 'close', 'error', 'finish']) this.#call.on(event, note);
    while (!this.#ended()) {
      if (!grown) await new Promise<void>((resolve) => (wake = resolve));
      grown = false;
      position = await this.#sendAfter(position);
    }
    stop();
  }

  async #sendAfter(after: bigint): Promise<bigint> {
    let position = after;
    for (const record of this.#node.log.after(after)) {
      if (this.#ended()) return position;
      position = record.position;
      if (!this.#chosen(record)) continue;
      await send(this.#call, eventOf(record));
      if (this.#fault?.kind === 'answer twice') await send(this.#call, eventOf(record));
      this.#sent += 1;
      this.#node.sentToSubscribers += 1;
      if (this.#fault?.kind === 'end cleanly' && this.#sent >= this.#fault.after) this.#call.end();
    }
    return position;
  }

  #ended(): boolean {
    return this.#call.cancelled || this.#call.writableEnded || this.#call.destroyed;
  }
}

const caughtUp = (): ReadResp => new messages.ReadResp().setCaughtUp(new messages.ReadResp.CaughtUp());

function notFound(request: ReadReq): ReadResp {
  const missing = new messages.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(request.getOptions()?.getStream()?.getStreamIdentifier());
  return new messages.ReadResp().setStreamNotFound(missing);
}

function eventOf(record: StoredRecord): ReadResp {
  const id = new shared.UUID();
  id.setString(record.id);
  const stream = new shared.StreamIdentifier();
  stream.setStreamName(Uint8Array.from(Buffer.from(record.stream, 'utf8')));
  const event = new messages.ReadResp.ReadEvent.RecordedEvent();
  event.setId(id).setStreamIdentifier(stream).setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position)).setPreparePosition(String(record.position));
  event.setData(record.data).setCustomMetadata(record.metadata);
  const properties = event.getMetadataMap();
  properties.set('type', record.type).set('content-type', record.contentType).set('created', String(record.created));
  const found = new messages.ReadResp.ReadEvent().setEvent(event).setCommitPosition(String(record.position));
  return new messages.ReadResp().setEvent(found);
}
