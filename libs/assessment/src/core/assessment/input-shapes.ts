import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, line } from '#kernel/text.js';

/* What events say of the inputs that stand beside meetings and ratings. */

/** A figure as it was given: a text keeps every digit and sign, a number is a number. Never a free text: it is not sealed. */
const figure = z.union([line(), z.number()]);
export type Figure = z.infer<typeof figure>;

/**
 * What is known of an indicator, exactly as its source writes it. Which fields are there is the framework's to say.
 * `meeting`: the checkpoint meeting whose dashboard it stood on.
 */
export const indicatorValue = z.strictObject({
  indicatorValue: z.uuid(),
  indicator: line(),
  meeting: z.uuid().optional(),
  value: figure.optional(),
  period: line().optional(),
  standard: figure.optional(),
  comparison: figure.optional(),
  score: code().optional(),
  dataSource: line(500).optional(),
  receivedOn: businessDate,
});
