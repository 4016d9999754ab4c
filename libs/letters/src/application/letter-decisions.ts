import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { letterCodec } from '../core/letter/codec.js';
import { letterDecider } from '../core/letter/decider.js';
import type { LetterEvent } from '../core/letter/events.js';

const FIELDS = ['draftedOn', 'editedOn', 'askedOn', 'answeredOn', 'decidedOn', 'issuedOn', 'publishedOn', 'withdrawnOn'] as const;

function businessDateOf(event: LetterEvent): string | undefined {
  const data: Readonly<Record<string, unknown>> = event.data;
  const field = FIELDS.find((name) => typeof data[name] === 'string');
  return field === undefined ? undefined : (data[field] as string);
}

/** Runs commands on the streams `letter-{id}`. */
export const letterDecisions = (store: EventStore) =>
  new Decisions({ store, decider: letterDecider, codec: letterCodec, businessDateOf });

/** What `letterDecisions` gives; injected under this name. */
export type LetterDecisions = ReturnType<typeof letterDecisions>;
export const LETTER_DECISIONS = Symbol('LetterDecisions');
