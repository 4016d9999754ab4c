import { z } from 'zod';
import { code, freeText } from '#kernel/text.js';

/* What programs send to put assessments under a new version of their framework. */

export const frameworkVersionRequest = z.strictObject({
  version: z.int().positive().describe('an adopted version of the framework, newer than the one the assessment stands under'),
  reason: freeText(),
});

export const frameworkVersionsRequest = frameworkVersionRequest.extend({
  framework: code(60).describe('its id'),
  period: code().describe('the quarter or year: every assessment of it that is not finished'),
});

export type FrameworkVersionsRequest = z.infer<typeof frameworkVersionsRequest>;
export type FrameworkVersionRequest = z.infer<typeof frameworkVersionRequest>;
