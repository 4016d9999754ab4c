import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * A file of rows, entered as one batch. The rows are in the log as they were written, so that the record says what was entered
 * and not only what came of it; they are filed in several events, because no engine takes an event of any size.
 */

const lineOfFile = z.int().positive();

const row = z.strictObject({
  /** Where it stands in the file. */
  line: lineOfFile,
  /** The codes, dates and figures of the row, by column. */
  cells: z.record(code(60), line(600)),
  /** What people typed, by column: sealed. */
  texts: z.record(code(60), freeText(2000)),
  /** The revision of the record that was looked at when the row was examined; null where there was none to look at. */
  judged: z.string().regex(/^\d+$/).nullable(),
});

/** The events of a stream `bulkentry-{id}`. */
export const bulkEntryEvents = eventFamily({
  /** Some of the rows. Until the batch is accepted they are a file that somebody began to hand in, and nothing follows. */
  BulkEntryRowsFiled: {
    version: 1,
    schema: z.strictObject({ chunk: z.int().nonnegative(), rows: z.array(row).min(1).readonly() }),
  },
  /** All rows are there, each was examined, and the batch is to be carried out. */
  BulkEntryAccepted: {
    version: 1,
    schema: z.strictObject({
      kind: code(60),
      file: line(),
      /** SHA-256 (hex) of the file as it was handed in. */
      digest: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.int().positive(),
      chunks: z.int().positive(),
      /** The grant it was entered in: `assessor@Q70`. The rows are carried out in it, if it is still held then. */
      actingAs: line(),
      acceptedOn: businessDate,
    }),
  },
  /** What became of the rows of one chunk: each is in one of the lists, by its line. */
  BulkEntryRowsSettled: {
    version: 1,
    schema: z.strictObject({
      chunk: z.int().nonnegative(),
      applied: z.array(lineOfFile).readonly(),
      /** The record said so already by then. */
      unchanged: z.array(lineOfFile).readonly(),
      notApplied: z.array(z.strictObject({ line: lineOfFile, rule: code(), detail: freeText(2000) })).readonly(),
      settledOn: businessDate,
    }),
  },
  BulkEntryFinished: {
    version: 1,
    schema: z.strictObject({
      applied: z.int().nonnegative(),
      unchanged: z.int().nonnegative(),
      notApplied: z.int().nonnegative(),
      finishedOn: businessDate,
    }),
  },
});

/** Any event of a bulk entry, in today's shape. */
export type BulkEntryEvent = EventOf<typeof bulkEntryEvents>;
/** The data of one type of event. */
export type BulkEntryData<Type extends BulkEntryEvent['type']> = Extract<BulkEntryEvent, { type: Type }>['data'];
/** A row as it was filed. */
export type FiledRow = BulkEntryData<'BulkEntryRowsFiled'>['rows'][number];

/** The stream of a bulk entry. Its chunk n is the event of revision n. */
export const bulkEntryStream = (id: string): string => `bulkentry-${id}`;
