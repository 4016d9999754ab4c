import { HttpException } from '@nestjs/common';
import type { Refusal } from '#kernel/refusal.js';
import { refuse } from '#kernel/refusal.js';
import { AppendOutcomeUnknown, EventStoreBusy } from '#platform/event-store/port.js';
import { ProblemError } from './problem.js';

const BY_CODE: Readonly<Record<string, readonly [rule: string, detail: string]>> = {
  FST_ERR_BAD_URL: ['address-not-valid', 'The address is not a valid URL. Check how it was put together, above all its % signs.'],
  FST_ERR_MAX_PARAM_LENGTH: ['address-too-long', 'A part of the address is longer than any id is.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body-too-large',
    'The request is larger than it may be: 1 MiB, or 8 MiB where a whole file is sent. Nothing was recorded; send less at once.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'body-type-not-accepted',
    'The body must be sent as Content-Type: application/json. Nothing was recorded.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['body-not-json', 'The body is empty where JSON was announced. Nothing was recorded.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['body-not-json', 'The body is not valid JSON. Nothing was recorded.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body is not as long as Content-Length says. Nothing was recorded.'],
};

const BY_STATUS: Readonly<Record<number, readonly [rule: string, detail: string]>> = {
  400: ['bad-request', 'The request could not be understood. Nothing was recorded.'],
  403: ['role-may-not', 'This is not yours to do. Nothing was recorded.'],
  404: ['not-found', 'There is nothing at this address.'],
  413: ['body-too-large', 'The request is larger than 1 MiB. Nothing was recorded; send less at once.'],
  414: ['address-too-long', 'The address is too long.'],
  415: ['body-type-not-accepted', 'The body must be sent as Content-Type: application/json. Nothing was recorded.'],
  429: ['too-many-requests', 'Too many requests came from this address. Wait a minute and try again.'],
};

/** What ended a request, as a refusal, and the headers its answer needs; undefined for a fault of ours. */
export function refusalOf(thrown: unknown): ProblemError | undefined {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof EventStoreBusy) {
    const busy = refuse('store-busy', 'Too much is being recorded at this moment. Nothing was recorded; try again shortly.');
    return new ProblemError(busy, { 'Retry-After': String(Math.ceil(thrown.retryAfterSeconds)) });
  }
  if (thrown instanceof AppendOutcomeUnknown) return new ProblemError(outcomeUnknown, { 'Retry-After': '5' });
  const known = knownRefusal(thrown);
  return known && new ProblemError(known);
}

const outcomeUnknown: Refusal = refuse(
  'outcome-unknown',
  'The database went away before it said whether this was recorded. Send the request again with the same Idempotency-Key: it is ' +
    'recorded once, whichever it was. Without such a key, read first what stands there.',
);

function knownRefusal(thrown: unknown): Refusal | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const byCode = BY_CODE[(thrown as Error & { code?: unknown }).code as string];
  if (byCode !== undefined) return refuse(...byCode);
  const status = thrown instanceof HttpException ? thrown.getStatus() : (thrown as Error & { statusCode?: unknown }).statusCode;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  return refuse(
    ...(BY_STATUS[status] ?? (['bad-request', 'The request could not be understood. Nothing was recorded.'] as const)),
  );
}

/** The answer to a fault of ours: it names the correlation id, and nothing of what went wrong. */
export const somethingWentWrong: Refusal = refuse(
  'something-went-wrong',
  'The service failed at this request. What it had recorded before is kept; whether this request was carried out can be ' +
    'seen by sending it again with the same Idempotency-Key. Tell the people who run it the correlation id.',
);
