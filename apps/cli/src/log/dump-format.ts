import { z } from 'zod';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { EventMetadata, RecordedEvent } from '#platform/event-store/port.js';

/**
 * A dump of the log: JSON Lines in UTF-8. First a line that names the format and how many events follow, then a line for
 * each event in order, last a line with the SHA-256 of every byte before it. Stored payloads stand in it as texts, byte for
 * byte; text keys in base64, so a dump opens every sealed text and is to be kept as the secret it is.
 */
export const dumpFormat = 1;

const wholeNumber = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);

const metadata = z.looseObject({
  actor: z.string(),
  role: z.string(),
  commandId: z.string(),
  commandHash: z.string(),
  correlationId: z.string(),
  causationId: z.string(),
  businessDate: z.string().optional(),
});

export const headerLine = z.strictObject({ checkpointLog: z.literal(dumpFormat), events: wholeNumber });
export const endLine = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });
export const eventLine = z.strictObject({
  position: wholeNumber,
  stream: z.string().min(1),
  revision: wholeNumber,
  id: z.guid(),
  type: z.string().min(1),
  recordedAt: z.string(),
  metadata,
  payload: z.string(),
  textKey: z.base64().optional(),
});

/** The line of an event, its end included. */
export function lineOf({ position, revision, textKey, metadata: about, ...event }: RecordedEvent): string {
  const line = {
    ...event,
    position: String(position),
    revision: String(revision),
    metadata: about,
    ...(textKey === undefined ? {} : { textKey: Buffer.from(textKey).toString('base64') }),
  };
  return `${canonicalJson(line)}\n`;
}

/** The event a line stands for. */
export function eventOf({ textKey, metadata: about, ...event }: z.infer<typeof eventLine>): RecordedEvent {
  return {
    ...event,
    // Kept whole, so that what a later release adds survives.
    metadata: about as EventMetadata,
    ...(textKey === undefined ? {} : { textKey: Buffer.from(textKey, 'base64') }),
  };
}
