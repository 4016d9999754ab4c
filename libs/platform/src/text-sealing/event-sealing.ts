import { type Codec, UnreadableEvent } from '#kernel/codec.js';
import { ERASED_TEXT } from '#kernel/text.js';
import type { EventMetadata, NewEvent, RecordedEvent } from '../event-store/port.js';
import type { EventReader } from '../projections/projection.js';
import { BrokenSeal, newTextKey, openText, sealText } from './text-sealing.js';

/** A recorded event its reader cannot decode. The reader stops at this position: nothing is skipped. */
export class UnreadableRecord extends Error {
  constructor(
    readonly position: bigint,
    readonly storedType: string,
    cause: Error,
  ) {
    super(`the event at position ${String(position)} cannot be read: ${cause.message}`, { cause });
    this.name = 'UnreadableRecord';
  }
}

/** Turns an event into what the log appends. It gets a key of its own when its type holds free text, and only then. */
export function toNewEvent<Event extends { type: string; data: unknown }>(
  codec: Codec<Event>,
  event: Event,
  envelope: { readonly id: string; readonly metadata: EventMetadata },
): NewEvent {
  if (!codec.holdsFreeText(event.type)) return { ...envelope, ...codec.encode(event, refuseToSeal) };
  const textKey = newTextKey();
  return { ...envelope, ...codec.encode(event, (text) => sealText(textKey, text)), textKey };
}

function refuseToSeal(): never {
  throw new TypeError('an event without free text has nothing to seal');
}

/**
 * Reads a family's events from the log: texts opened, or ERASED_TEXT where the key is gone; older versions in today's
 * shape. Throws UnreadableRecord, which names the position, for what it cannot decode.
 */
export function readerOf<Event extends { type: string; data: unknown }>(codec: Codec<Event>): EventReader<Event> {
  return {
    storedNames: codec.storedNames,
    read(recorded: RecordedEvent): Event {
      const { textKey } = recorded;
      try {
        return codec.decode(recorded, (sealed) => (textKey === undefined ? ERASED_TEXT : openText(textKey, sealed)));
      } catch (error) {
        if (error instanceof UnreadableEvent || error instanceof BrokenSeal)
          throw new UnreadableRecord(recorded.position, recorded.type, error);
        throw error;
      }
    },
  };
}
