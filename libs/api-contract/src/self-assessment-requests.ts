import { z } from 'zod';
import { code, freeText, line } from '#kernel/text.js';

const item = code().describe('the criterion, e.g. a');
const score = code().describe("one of the criterion's scale, e.g. 2");

/** Starts a self-assessment: for the assessment of that organisation, framework and period. */
export const selfAssessmentRequest = z.strictObject({ organisation: code(), framework: code(), period: code() });
export type SelfAssessmentRequest = z.infer<typeof selfAssessmentRequest>;

/** The organisation's site, and of one formed in the year those of the organisations it took in. */
export const sitesRequest = z.strictObject({
  own: line(253).describe('e.g. www.dorsetccg.nhs.uk: links may lead there, and to whatever lies under it'),
  predecessors: z.array(line(253)).max(20).default([]),
});
export type SitesRequest = z.infer<typeof sitesRequest>;

const evidence = z.strictObject({
  title: freeText(300),
  link: line(2_000).describe("a page or document on the organisation's own site"),
  periodCovered: line(),
  against: code().optional().describe('which of the item’s criteria it is for, where the framework lists several'),
});

/** The organisation's score of one criterion, with why and its evidence. */
export const criterionScoreRequest = z.strictObject({
  item,
  score,
  narrative: freeText(),
  evidence: z.array(evidence).max(100).default([]),
});
export type CriterionScoreRequest = z.infer<typeof criterionScoreRequest>;

/** The assessor's score of one criterion; where it differs from the organisation's own, why. */
export const criterionReviewRequest = z.strictObject({ item, score, explanation: freeText().optional() });
export type CriterionReviewRequest = z.infer<typeof criterionReviewRequest>;

/** Sends it back for more: every criterion when none is named. */
export const selfAssessmentReturnRequest = z.strictObject({
  items: z.array(item).min(1).max(100).optional(),
  reason: freeText(),
});
export type SelfAssessmentReturnRequest = z.infer<typeof selfAssessmentReturnRequest>;

/** Reviews what is published, without the organisation's own scores. */
export const deskReviewRequest = z.strictObject({
  reason: freeText().optional().describe('why without a self-assessment, where the framework asks for one'),
  documents: z
    .array(z.strictObject({ title: freeText(300), reference: freeText(2_000) }))
    .max(50)
    .default([])
    .describe('what is reviewed: the report of which year, which pages'),
});
export type DeskReviewRequest = z.infer<typeof deskReviewRequest>;

/** Why something is taken back. */
export const reasonRequest = z.strictObject({ reason: freeText() });
export type ReasonRequest = z.infer<typeof reasonRequest>;

/** Nothing to say but that it is done. */
export const nothingMoreRequest = z.strictObject({}).prefault({});
