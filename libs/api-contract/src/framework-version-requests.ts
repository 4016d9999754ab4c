import { z } from 'zod';
import { freeText } from '#kernel/text.js';

/* What programs send to put assessments under a new version of their framework. */

export const frameworkVersionRequest = z.strictObject({
  version: z.int().positive().describe('an adopted version of the framework, newer than the one the assessment stands under'),
  reason: freeText(),
});

export type FrameworkVersionRequest = z.infer<typeof frameworkVersionRequest>;
