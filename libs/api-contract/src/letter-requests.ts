import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/* Letters and reports about an assessment. Offices are named, never people. */

const addressee = z.strictObject({
  role: line().describe('an office, e.g. Accountable officer; never a name'),
  body: line().describe('e.g. NHS Dorset CCG'),
});
const addressees = z.array(addressee).max(50);
const classification = z.enum(['OFFICIAL', 'OFFICIAL-SENSITIVE']);
const section = z.strictObject({ section: code(60), heading: line(), text: freeText() });
const annex = z.strictObject({ heading: line(), text: freeText() });

export const letterRequest = z.strictObject({
  kind: z.enum(['quarter-report', 'year-end-letter']),
  addressees: addressees.default([]),
  classification: classification.default('OFFICIAL-SENSITIVE').describe('draft ratings are for those who need to know'),
});

/** Whatever is given stands in place of what was there. */
export const letterEditRequest = z
  .strictObject({
    title: line(300).optional(),
    sections: z.array(section).max(40).optional(),
    annexes: z.array(annex).max(20).optional(),
    addressees: addressees.optional(),
    classification: classification.optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), 'name something to change');

export const factCheckRequest = z.strictObject({ until: businessDate.describe('the last day to answer') });
export const factCheckAnswerRequest = z.strictObject({
  outcome: z.enum(['agreed', 'corrections']),
  text: freeText().optional().describe('what is wrong; needed where corrections are asked for'),
});
export const factCheckWaiverRequest = z.strictObject({ reason: freeText() });
export const letterIssueRequest = z.strictObject({
  signatory: addressee.describe('the office that signs'),
  reference: line().optional(),
  issuedOn: businessDate.optional().describe('today when left out'),
});
export const letterPublicationRequest = z.strictObject({
  channel: line().describe("e.g. the organisation's website"),
  address: line(500).optional(),
  publishedOn: businessDate.optional().describe('today when left out'),
});
export const letterWithdrawalRequest = z.strictObject({ reason: freeText() });

export type LetterRequest = z.infer<typeof letterRequest>;
export type LetterEditRequest = z.infer<typeof letterEditRequest>;
export type FactCheckRequest = z.infer<typeof factCheckRequest>;
export type FactCheckAnswerRequest = z.infer<typeof factCheckAnswerRequest>;
export type FactCheckWaiverRequest = z.infer<typeof factCheckWaiverRequest>;
export type LetterIssueRequest = z.infer<typeof letterIssueRequest>;
export type LetterPublicationRequest = z.infer<typeof letterPublicationRequest>;
export type LetterWithdrawalRequest = z.infer<typeof letterWithdrawalRequest>;
