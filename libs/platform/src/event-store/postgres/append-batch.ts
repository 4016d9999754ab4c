import type { QueryConfig } from 'pg';
import type { AppendRequest } from '../append-request.js';
import { binaryArray, ELEMENT, plainArray } from './binary-array.js';

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

const TEXT =
  'SELECT head, recorded, actual_revisions FROM log.append_batch($1::text[], $2::bigint[], $3::int[], ' +
  '$4::text[], $5::bigint[], $6::uuid[], $7::text[], $8::json[], $9::json[], $10::bytea[])';

const NO_STREAM = -1n;

const numberOf = (request: AppendRequest): bigint => (request.expected === 'no-stream' ? NO_STREAM : request.expected);

/**
 * Appends a batch, at most one append per stream. Those whose stream stands elsewhere are left out, and the others sent
 * again: each call appends all it is given or nothing, and the batch shrinks with each, so it ends.
 */
export async function writeBatch(
  send: (statement: QueryConfig) => Promise<readonly BatchRow[]>,
  batch: readonly AppendRequest[],
): Promise<readonly Verdict[]> {
  const verdicts = new Map<AppendRequest, Verdict>();
  for (let left = batch; left.length > 0; left = left.filter((request) => !verdicts.has(request))) {
    const [row] = await send(appendBatch(left));
    for (const [request, verdict] of verdictsOf(left, row)) verdicts.set(request, verdict);
  }
  return batch.flatMap((request) => verdicts.get(request) ?? []);
}

function verdictsOf(batch: readonly AppendRequest[], row: BatchRow | undefined): readonly (readonly [AppendRequest, Verdict])[] {
  if (row?.head != null && row.recorded !== null) return acceptedFrom(batch, BigInt(row.head), row.recorded);
  const refused = batch.flatMap((request, index) => {
    const actual = BigInt(row?.actual_revisions?.[index] ?? numberOf(request));
    return actual === numberOf(request) ? [] : [[request, { accepted: false, actual }] as const];
  });
  if (refused.length === 0) throw new TypeError('the database appended nothing and refused nothing');
  return refused;
}

function acceptedFrom(
  batch: readonly AppendRequest[],
  head: bigint,
  recordedAt: string,
): readonly (readonly [AppendRequest, Verdict])[] {
  let position = head;
  return batch.map((request) => {
    const verdict = { accepted: true, firstPosition: position + 1n, recordedAt } as const;
    position += BigInt(request.events.length);
    return [request, verdict];
  });
}

/** One prepared statement, one array per column. */
function appendBatch(batch: readonly AppendRequest[]): QueryConfig {
  const streams: string[] = [];
  const revisions: bigint[] = [];
  const lasts: number[] = [];
  for (const request of batch) {
    request.events.forEach((_event, step) => {
      streams.push(request.stream);
      revisions.push(numberOf(request) + BigInt(step + 1));
    });
    lasts.push(streams.length);
  }
  const events = batch.flatMap((request) => request.events);
  return {
    name: 'append-batch',
    text: TEXT,
    values: [
      textArray(batch.map(({ stream }) => stream)),
      plainArray(batch.map(numberOf)),
      plainArray(lasts),
      textArray(streams),
      plainArray(revisions),
      plainArray(events.map(({ id }) => id)),
      textArray(events.map(({ type }) => type)),
      jsonArray(events.map(({ payload }) => payload)),
      jsonArray(batch.flatMap(({ metadata }) => metadata)),
      binaryArray(
        ELEMENT.bytea,
        events.map(({ textKey }) => textKey),
      ),
    ],
  };
}

const textArray = (values: readonly string[]): Buffer => binaryArray(ELEMENT.text, values);
const jsonArray = (values: readonly string[]): Buffer => binaryArray(ELEMENT.json, values);
