import { setTimeout as pause } from 'node:timers/promises';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import type { AppendReq, AppendResp, BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { type sendUnaryData, type ServerDuplexStream, type ServerReadableStream, status as grpcStatus } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Expected, ProposedRecord, WriteResult } from './recorded-log.js';
import type { Fault } from './faults.js';
import { errorOf, type NodeCalls, refusalOf } from './node-calls.js';

type Proposed = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

const nameOf = (options: AppendReq.Options | BatchAppendReq.Options): string =>
  Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

const recordOf = (message: Proposed): ProposedRecord => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** `Streams.Append`: a header, then the events, then one answer. */
export function append(
  node: NodeCalls,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void {
  const requests: AppendReq[] = [];
  call.on('data', (request: AppendReq) => requests.push(request));
  call.on('error', () => undefined);
  call.on('end', () => void answerAppend(node, call, requests, answer));
}

async function answerAppend(
  node: NodeCalls,
  call: ServerReadableStream<AppendReq, AppendResp>,
  requests: readonly AppendReq[],
  answer: sendUnaryData<AppendResp>,
): Promise<void> {
  const fault = node.faults.take('append');
  const refusal = refusalOf(node, call.metadata, fault);
  if (refusal !== undefined) return answer(refusal);
  const options = requests[0]?.getOptions();
  if (options === undefined) return answer(errorOf(grpcStatus.INVALID_ARGUMENT, 'an append begins with its options'));
  const result = await carryOut(node, fault, () => {
    const events = requests.flatMap((request) => request.getProposedMessage() ?? []).map(recordOf);
    return node.log.append(nameOf(options), expectedOf(options), events);
  });
  if (result !== undefined) answer(null, appendAnswer(result));
}

/** Writes as far as the fault lets it; undefined when there will be no answer. */
async function carryOut(node: NodeCalls, fault: Fault | undefined, write: () => WriteResult): Promise<WriteResult | undefined> {
  if (fault?.kind === 'ignore') return undefined;
  const result = write();
  switch (fault?.kind) {
    case 'die after the write':
      node.cut();
      return undefined;
    case 'never answer':
      return undefined;
    case 'answer late':
      await pause(fault.afterMs);
      return result;
    default:
      return result;
  }
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? BigInt(options.getRevision()) : 'any';
}

function appendAnswer(result: WriteResult): AppendResp {
  const response = new messages.AppendResp();
  if (result.written) {
    const position = new messages.AppendResp.Position();
    position.setCommitPosition(String(result.position)).setPreparePosition(String(result.position));
    const success = new messages.AppendResp.Success();
    success.setCurrentRevision(String(result.revision)).setPosition(position);
    return response.setSuccess(success);
  }
  const refused = new messages.AppendResp.WrongExpectedVersion();
  if (result.actual < 0n) refused.setCurrentNoStream(new shared.Empty());
  else refused.setCurrentRevision(String(result.actual));
  return response.setWrongExpectedVersion(refused);
}

interface OpenBatch {
  readonly options: BatchAppendReq.Options;
  readonly events: ProposedRecord[];
}

/** `Streams.BatchAppend`: many appends over one stream, each in one or more parts, each answered under its own id. */
export function batchAppend(node: NodeCalls, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const open = new Map<string, OpenBatch>();
  call.on('error', () => undefined);
  call.on('end', () => call.end());
  call.on('data', (request: BatchAppendReq) => {
    const id = request.getCorrelationId()?.getString() ?? '';
    const options = request.getOptions();
    const batch = open.get(id) ?? (options && { options, events: [] });
    if (batch === undefined) return void call.destroy(new Error('a part of a batch came before its options'));
    batch.events.push(...request.getProposedMessagesList().map(recordOf));
    open.set(id, batch);
    if (!request.getIsFinal()) return;
    open.delete(id);
    void answerBatch(node, call, request, batch);
  });
}

async function answerBatch(
  node: NodeCalls,
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  request: BatchAppendReq,
  { options, events }: OpenBatch,
): Promise<void> {
  const fault = node.faults.take('batchAppend');
  const refusal = refusalOf(node, call.metadata, fault);
  if (refusal !== undefined) return void call.emit('error', refusal);
  const result = await carryOut(node, fault, () => node.log.append(nameOf(options), batchExpected(options), events));
  if (result === undefined) return;
  const response = batchAnswer(result).setCorrelationId(request.getCorrelationId());
  response.setStreamIdentifier(options.getStreamIdentifier());
  call.write(response);
  if (fault?.kind === 'answer twice') call.write(response);
}

function batchExpected(options: BatchAppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasStreamPosition() ? BigInt(options.getStreamPosition()) : 'any';
}

function batchAnswer(result: WriteResult): BatchAppendResp {
  const response = new messages.BatchAppendResp();
  if (result.written) {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(result.position)).setPreparePosition(String(result.position));
    const success = new messages.BatchAppendResp.Success();
    success.setCurrentRevision(String(result.revision)).setPosition(position);
    return response.setSuccess(success);
  }
  const refused = new shared.WrongExpectedVersion();
  if (result.actual < 0n) refused.setCurrentNoStream(new empty.Empty());
  else refused.setCurrentStreamRevision(String(result.actual));
  const details = new any.Any();
  details.pack(refused.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  return response.setError(new status.Status().setMessage('WrongExpectedVersion').setDetails(details));
}
