import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * Improvement trajectories: planned against actual, by month. Numbers are texts, so that every digit is kept as it was written.
 */

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'is not a month written YYYY-MM');
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'is not a number such as 92 or 91.5');
const months = z
  .array(z.strictObject({ month, planned: decimal }))
  .min(1)
  .max(36)
  .describe('each month once, in their order');

export const trajectoryRequest = z.strictObject({
  measure: line().describe('what is measured, e.g. Seen within four hours in A&E'),
  unit: line(40).optional().describe('e.g. %'),
  better: z.enum(['higher', 'lower']).describe('which way is the good one'),
  months,
  item: code().optional().describe('the item of the framework it is about'),
  record: z.uuid().optional().describe('the meeting or call it was agreed at'),
  agreedOn: businessDate.optional().describe('today when left out'),
});

export const trajectoryRevisionRequest = z.strictObject({
  months,
  reason: freeText(),
  decidedOn: businessDate.optional().describe('today when left out'),
});

export const trajectoryValuesRequest = z.strictObject({
  values: z
    .array(z.strictObject({ month, actual: decimal }))
    .min(1)
    .max(36),
  source: line(500).optional(),
  reason: freeText().optional().describe('why a month is told otherwise than before'),
  receivedOn: businessDate.optional().describe('today when left out'),
});

export type TrajectoryRequest = z.infer<typeof trajectoryRequest>;
export type TrajectoryRevisionRequest = z.infer<typeof trajectoryRevisionRequest>;
export type TrajectoryValuesRequest = z.infer<typeof trajectoryValuesRequest>;
