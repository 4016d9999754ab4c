import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { z } from 'zod';
import { canonicalJson } from '#kernel/canonical-json.js';
import { UnreadableRecord } from '../../text-sealing/event-sealing.js';
import type { EventMetadata, RecordedEvent } from '../port.js';

/** An event as EventStoreDB keeps it: its text key lies elsewhere. */
export interface StoredEvent {
  readonly event: Omit<RecordedEvent, 'textKey'>;
  /** Which call of `append` wrote it. */
  readonly attempt: string | undefined;
}

const text = z.string();
const storedMetadata = z.looseObject({
  actor: text,
  role: text,
  commandId: text,
  commandHash: text,
  correlationId: text,
  causationId: text,
  businessDate: text.exactOptional(),
  attempt: text.exactOptional(),
});

/**
 * The metadata as stored: the event's own, and which call wrote it. The server answers a repetition of the same event ids
 * as if it had written them now; with this, of several callers exactly one is told that it was the first.
 */
export const metadataWith = (metadata: EventMetadata, attempt: string): string => canonicalJson({ ...metadata, attempt });

/** Positions are signed 64-bit inside the server; a read that does not know one gives the unsigned -1. */
const LAST_POSITION = 2n ** 63n - 1n;
const TICKS_PER_MILLISECOND = 10_000n;

/**
 * Reads an event off the wire, its namespace taken off its stream's name. Throws UnreadableRecord, with the position and
 * stored name, for one that is not an event of ours; what its payload says is for the codec to judge.
 */
export function storedEvent(message: ReadResp.ReadEvent, namespace: string): StoredEvent {
  const record = message.getEvent();
  if (record === undefined) throw new TypeError('EventStoreDB sent an event without its content');
  const type = record.getMetadataMap().get('type') ?? '(no stored name)';
  const position = BigInt(record.getCommitPosition());
  const unreadable = (reason: string): UnreadableRecord => new UnreadableRecord(position, type, new Error(reason));
  if (position > LAST_POSITION)
    throw unreadable('the server does not say where events lie in the log; EventStoreDB 23.10 or later is needed');
  const { attempt, ...metadata } = parseMetadata(record.getCustomMetadata_asU8(), unreadable);
  const event = {
    id: record.getId()?.getString() ?? '',
    type,
    stream: Buffer.from(record.getStreamIdentifier()?.getStreamName_asU8() ?? [])
      .toString('utf8')
      .slice(namespace.length),
    revision: BigInt(record.getStreamRevision()),
    position,
    payload: textOf(record.getData_asU8()),
    metadata,
    recordedAt: instantOf(record.getMetadataMap().get('created'), unreadable),
  };
  return { event, attempt };
}

function parseMetadata(bytes: Uint8Array, unreadable: (reason: string) => Error): EventMetadata & { attempt?: string } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw unreadable('its metadata is not JSON');
  }
  const parsed = storedMetadata.safeParse(value);
  if (!parsed.success) throw unreadable('its metadata does not say who did it and as which command');
  return parsed.data;
}

/** Bytes that are no UTF-8 would be mended in silence; the mark in front keeps any codec from taking them for JSON. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `\uFFFD${Buffer.from(bytes).toString('utf8')}`;
  }
}

/** The server dates events in ticks of 100 ns since 1970; the record keeps milliseconds. */
function instantOf(ticks: string | undefined, unreadable: (reason: string) => Error): string {
  if (ticks === undefined || !/^\d{1,20}$/.test(ticks)) throw unreadable('the server does not say when it was recorded');
  return new Date(Number(BigInt(ticks) / TICKS_PER_MILLISECOND)).toISOString();
}
