import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { partialDate } from '#kernel/partial-date.js';
import { code, freeText } from '#kernel/text.js';

const codes = z.array(code(10)).max(50);
const kind = z.enum(['condition', 'directions', 'special-measures', 'success-regime', 'recovery-support']);
const reason = freeText(2000);
const date = partialDate.describe('as exactly as it is known: 2016, 2018-07 or 2017-08-22');

/** Begins an intervention. */
export const interventionRequest = z.strictObject({
  kind,
  organisations: codes.describe('the ODS codes of those under it'),
  alsoBinds: codes.default([]).describe('the codes of those bound to help, who are not failing themselves'),
  from: date,
  what: freeText(2000).describe('what it asks, in a sentence'),
});
export type InterventionRequest = z.infer<typeof interventionRequest>;

/** Agrees an objective or an exit criterion. */
export const objectiveRequest = z.strictObject({
  as: z.enum(['objective', 'exit-criterion']),
  text: freeText(2000),
  agreedOn: businessDate,
});
export type ObjectiveRequest = z.infer<typeof objectiveRequest>;

/** Says whether an objective is met. */
export const objectiveVerdictRequest = z.strictObject({ met: z.boolean(), judgedOn: businessDate, note: freeText(2000) });
export type ObjectiveVerdictRequest = z.infer<typeof objectiveVerdictRequest>;

/** Varies an intervention: the lists replace those before. */
export const variationRequest = z.strictObject({ variedOn: date, organisations: codes, alsoBinds: codes.default([]), reason });
export type VariationRequest = z.infer<typeof variationRequest>;

/** Ends an intervention. */
export const endingRequest = z.strictObject({
  until: date,
  outcome: z.enum(['criteria-met', 'lifted', 'replaced', 'organisation-closed']),
  reason,
});
export type EndingRequest = z.infer<typeof endingRequest>;

/** Corrects what was recorded wrongly; null for a date that is not known. */
export const interventionCorrectionRequest = z.strictObject({
  changes: z.strictObject({
    kind: kind.optional(),
    organisations: codes.optional(),
    alsoBinds: codes.optional(),
    from: date.nullable().optional(),
    until: date.nullable().optional(),
    what: freeText(2000).optional(),
  }),
  reason,
});
export type InterventionCorrectionRequest = z.infer<typeof interventionCorrectionRequest>;
