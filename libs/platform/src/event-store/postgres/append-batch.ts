import type { QueryConfig } from 'pg';
import type { AppendRequest } from '../append-request.js';
import { binaryArray, ELEMENT, plainArray } from './binary-array.js';

/** What `log.append_batch` says of one append: its first position, or '0' and the revision it found ('-1': no stream). */
export interface Verdict {
  readonly first_position: string;
  readonly actual_revision: string;
  readonly recorded: string;
}

const TEXT =
  'SELECT first_position, actual_revision, recorded FROM log.append_batch($1::text[], $2::bigint[], $3::int[], ' +
  '$4::int[], $5::int[], $6::text[], $7::bigint[], $8::uuid[], $9::text[], $10::json[], $11::json[], $12::bytea[])';

const NO_STREAM = -1n;

const numberOf = (request: AppendRequest): bigint => (request.expected === 'no-stream' ? NO_STREAM : request.expected);

/** The call that appends a batch, at most one append per stream: one prepared statement, one array per column. */
export function appendBatch(batch: readonly AppendRequest[]): QueryConfig {
  const parts = batch.flatMap((request, index) =>
    request.events.map((event, step) => ({
      append: index + 1,
      step,
      request,
      event,
      revision: numberOf(request) + BigInt(step + 1),
    })),
  );
  const keys = parts.map(({ event }) => event.textKey);
  return {
    name: 'append-batch',
    text: TEXT,
    values: [
      binaryArray(
        ELEMENT.text,
        batch.map(({ stream }) => stream),
      ),
      plainArray(batch.map(numberOf)),
      plainArray(batch.map(({ events }) => events.length)),
      plainArray(parts.map(({ append }) => append)),
      plainArray(parts.map(({ step }) => step)),
      binaryArray(
        ELEMENT.text,
        parts.map(({ request }) => request.stream),
      ),
      plainArray(parts.map(({ revision }) => revision)),
      plainArray(parts.map(({ event }) => event.id)),
      binaryArray(
        ELEMENT.text,
        parts.map(({ event }) => event.type),
      ),
      binaryArray(
        ELEMENT.json,
        parts.map(({ event }) => event.payload),
      ),
      binaryArray(
        ELEMENT.json,
        batch.flatMap(({ metadata }) => metadata),
      ),
      binaryArray(ELEMENT.bytea, keys),
    ],
  };
}
