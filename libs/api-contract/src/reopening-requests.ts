import { z } from 'zod';
import { code, freeText } from '#kernel/text.js';

/* What programs send to have final ratings judged again. */

export const reopeningRequest = z.strictObject({
  reason: freeText(),
  items: z
    .array(code())
    .min(1)
    .max(200)
    .optional()
    .describe('the items to rate again, e.g. domain-1; all that are rated by hand when left out'),
});
export const reopeningApproval = z.strictObject({ request: z.uuid().describe('the request that is approved') });
export const reopeningRefusalRequest = z.strictObject({ reason: freeText() });

export type ReopeningRequestBody = z.infer<typeof reopeningRequest>;
export type ReopeningApproval = z.infer<typeof reopeningApproval>;
export type ReopeningRefusalRequest = z.infer<typeof reopeningRefusalRequest>;
