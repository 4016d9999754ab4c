import { line } from '#kernel/text.js';
import { z } from 'zod';

/** Whether a rule stands in a published document or is our assumption, to be shown as such. */
export const certainty = z.enum(['published', 'assumed']);
export type Certainty = z.infer<typeof certainty>;

/** A document, with what it says where that is not plain. */
export const source = line(600);

/** Where a statement comes from, and how sure that is. */
export const provenance = { certainty, source };
