import { z } from 'zod';
import { partialDate } from '#kernel/partial-date.js';
import { code, freeText, line } from '#kernel/text.js';

/** When answers are gathered. */
export const fieldworkRequest = z.strictObject({ from: partialDate, to: partialDate.nullable().default(null) });
export type FieldworkRequest = z.infer<typeof fieldworkRequest>;

/** How many gave which answer; `group` left out means all who answered. Counts of a group under five are not kept. */
export const surveyCountsRequest = z.strictObject({
  question: line(500),
  group: line().nullable().default(null).describe('what the stakeholders are to the organisation; null for all'),
  answers: z
    .array(z.strictObject({ answer: line(300), count: z.int().nonnegative().max(1_000_000) }))
    .min(1)
    .max(50),
});
export type SurveyCountsRequest = z.infer<typeof surveyCountsRequest>;

/** Names a stakeholder. Name and contact are kept beside the log and can be erased. */
export const nominationRequest = z.strictObject({ group: line(), name: line(), contact: line(300) });
export type NominationRequest = z.infer<typeof nominationRequest>;

/** A verbatim comment, without who made it. */
export const surveyCommentRequest = z.strictObject({ text: freeText() });
export type SurveyCommentRequest = z.infer<typeof surveyCommentRequest>;

/** What is to stand in place of a comment, and why. */
export const redactionRequest = z.strictObject({ text: freeText(), reason: freeText(2000) });
export type RedactionRequest = z.infer<typeof redactionRequest>;

/** Something the organisation is to do better. */
export const areaRequest = z.strictObject({
  text: freeText(2000),
  action: line().nullable().default(null).describe('the action of an assessment that follows: its assessment and id'),
});
export type AreaRequest = z.infer<typeof areaRequest>;

/** Ties an area to an action that follows from it. */
export const areaActionRequest = z.strictObject({
  assessment: code(200).describe("the organisation's assessment in which the action was agreed"),
  action: code().describe('its id, as in GET /assessments/{id}'),
});
export type AreaActionRequest = z.infer<typeof areaActionRequest>;

/** The report as a document. */
export const surveyReportRequest = z.strictObject({ title: line(), reference: line(500) });
export type SurveyReportRequest = z.infer<typeof surveyReportRequest>;

/** Nothing to say but that it is to be done. */
export const emptyRequest = z.strictObject({});
