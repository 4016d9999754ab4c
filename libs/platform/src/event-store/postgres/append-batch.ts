import type { QueryConfig } from 'pg';
import type { AppendRequest } from '../append-request.js';
import { binaryArray, ELEMENT } from './binary-array.js';

/** What came of one append of a batch: where its first event lies, or the revision found instead (-1: no stream). */
export type Verdict =
  | { readonly accepted: true; readonly firstPosition: bigint; readonly recordedAt: string }
  | { readonly accepted: false; readonly actual: bigint };

/** What `log.append_batch` answers: the head before the batch, or none and the revisions found. */
export interface BatchRow {
  readonly head: string | null;
  readonly recorded: string | null;
  readonly actual_revisions: readonly string[] | null;
}

type Send = (statement: QueryConfig) => Promise<readonly BatchRow[]>;

const TEXT =
  'SELECT head, recorded, actual_revisions FROM log.append_batch($1::text[], $2::bigint[], ' +
  '$3::text[], $4::bigint[], $5::uuid[], $6::text[], $7::json[], $8::json[], $9::bytea[])';

const NO_STREAM = -1n;

const numberOf = (request: AppendRequest): bigint => (request.expected === 'no-stream' ? NO_STREAM : request.expected);

/**
 * Appends a batch, at most one append per stream; one verdict per append, in order. Those whose stream stands elsewhere are left
 * out, and the others sent again: each call appends all it is given or nothing, and the batch shrinks with each, so it ends.
 */
export async function writeBatch(send: Send, batch: readonly AppendRequest[]): Promise<readonly Verdict[]> {
  const [row] = await send(appendBatch(batch));
  if (row?.head != null && row.recorded !== null) return acceptedFrom(batch, BigInt(row.head), row.recorded);

  const refused = refusedBy(batch, row?.actual_revisions ?? []);
  if (refused.size === 0) throw new TypeError('the database appended nothing and refused nothing');
  const rest = batch.filter((request) => !refused.has(request));
  const verdicts = (rest.length === 0 ? [] : await writeBatch(send, rest)).values();
  return batch.flatMap((request) => refused.get(request) ?? verdicts.next().value ?? []);
}

function acceptedFrom(batch: readonly AppendRequest[], head: bigint, recordedAt: string): readonly Verdict[] {
  let position = head;
  return batch.map(({ events }) => {
    const firstPosition = position + 1n;
    position += BigInt(events.length);
    return { accepted: true, firstPosition, recordedAt };
  });
}

function refusedBy(batch: readonly AppendRequest[], found: readonly string[]): ReadonlyMap<AppendRequest, Verdict> {
  const refused = new Map<AppendRequest, Verdict>();
  batch.forEach((request, index) => {
    const actual = BigInt(found[index] ?? numberOf(request));
    if (actual !== numberOf(request)) refused.set(request, { accepted: false, actual });
  });
  return refused;
}

/** One prepared statement, one array per column. */
function appendBatch(batch: readonly AppendRequest[]): QueryConfig {
  const appendStreams = batch.map(({ stream }) => stream);
  const streams = batch.flatMap(({ stream, events: own }) => own.map(() => stream));
  const revisions = batch.flatMap((request) => request.events.map((_event, step) => numberOf(request) + BigInt(step + 1)));
  const metadata = batch.flatMap((request) => request.metadata);
  const events = batch.flatMap((request) => request.events);
  const ids = events.map(({ id }) => id);
  const types = events.map(({ type }) => type);
  const payloads = events.map(({ payload }) => payload);
  const keys = events.map(({ textKey }) => textKey);
  return {
    name: 'append-batch',
    text: TEXT,
    values: [
      binaryArray(ELEMENT.text, appendStreams),
      binaryArray(ELEMENT.bigint, batch.map(numberOf)),
      binaryArray(ELEMENT.text, streams),
      binaryArray(ELEMENT.bigint, revisions),
      binaryArray(ELEMENT.uuid, ids),
      binaryArray(ELEMENT.text, types),
      binaryArray(ELEMENT.json, payloads),
      binaryArray(ELEMENT.json, metadata),
      binaryArray(ELEMENT.bytea, keys),
    ],
  };
}
