import { z } from 'zod';
import { code, line } from '#kernel/text.js';

/** A file to be entered as one batch. */
export const bulkEntryRequest = z.strictObject({
  kind: code(60).describe('as GET /bulk-entries/templates names them: ratings, organisations'),
  file: line().describe('the name of the file, for the record'),
  csv: z.string().min(1, 'must not be empty').max(8_388_608).describe("the file: CSV with the template's columns"),
});
export type BulkEntryRequest = z.infer<typeof bulkEntryRequest>;
