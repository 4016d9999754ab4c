import { z } from 'zod';
import { line } from '#kernel/text.js';

/** Cursor paging, as every list has it: `after` is the `next` of the page before. */
export const pageParameters = {
  after: line(500).optional().describe('the `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100).describe('1 to 500 items'),
};
