import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/** A calendar month, `YYYY-MM`. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month written YYYY-MM');
/** A number as it was written, every digit kept: `92`, `-1.50`. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'is not a number such as 92 or 91.5');

const planned = z
  .array(z.strictObject({ month, planned: decimal }))
  .min(1)
  .readonly();

/** Improvement trajectories, planned against actual by month: part of the events in `input-events.ts`. */
export const trajectoryEvents = {
  /** How one measure is to go, month by month. `better`: which way is the good one. `from`: where it was agreed. */
  TrajectoryAgreed: {
    version: 1,
    schema: z.strictObject({
      trajectory: z.uuid(),
      from: z.strictObject({ kind: z.enum(['meeting', 'call']), record: z.uuid() }).optional(),
      item: code().optional(),
      measure: line(),
      unit: line(40).optional(),
      better: z.enum(['higher', 'lower']),
      months: planned,
      agreedOn: businessDate,
    }),
  },
  /** A new plan in place of the last one: the months it names are all there are from then on. */
  TrajectoryRevised: {
    version: 1,
    schema: z.strictObject({ trajectory: z.uuid(), months: planned, reason: freeText(), decidedOn: businessDate }),
  },
  /** What came of it. A month told again stands as told last; `reason` says why it was told otherwise. */
  TrajectoryValuesRecorded: {
    version: 1,
    schema: z.strictObject({
      trajectory: z.uuid(),
      values: z
        .array(z.strictObject({ month, actual: decimal }))
        .min(1)
        .readonly(),
      source: line(500).optional(),
      reason: freeText().optional(),
      receivedOn: businessDate,
    }),
  },
} as const;
