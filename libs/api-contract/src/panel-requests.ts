import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * What programs send about the sittings of panels. People are named by their ids.
 */

const person = code();
const people = z.array(person).max(50);
const organisations = z.array(code(10)).min(1).max(300);
const reason = freeText(2_000);

export const panelRequest = z.strictObject({
  stage: z.enum(['local', 'regional', 'national', 'confirmation']),
  area: code(10).optional().describe('the code of an office or a region, or england; your own area when left out'),
  framework: code(),
  period: code(),
  sitsOn: businessDate.describe('the day the panel sits'),
  chair: person.optional().describe('you, when you hold that role and leave it out'),
  members: people.default([]).describe('who decides besides the chair'),
  secretary: person.optional().describe('who records; decides nothing. You, when you hold that role and leave it out'),
  quorum: z
    .int()
    .min(1)
    .max(50)
    .optional()
    .describe('how many present and not recused a decision takes; more than half when left out'),
  marking: z
    .strictObject({
      borderlineSteps: z.int().min(1).max(5).optional(),
      outlyingSteps: z.int().min(1).max(5).optional(),
      outlyingAmong: z.int().min(3).max(500).optional(),
    })
    .optional()
    .describe('the thresholds of the marks on its papers; docs/moderation.md says what holds where nothing is set'),
});

export const panelMembersRequest = z.strictObject({
  added: people.default([]),
  removed: people.default([]),
  chair: person.optional(),
  secretary: person.optional(),
  quorum: z.int().min(1).max(50).optional(),
  reason,
});

export const interestRequest = z.strictObject({
  person: person.optional().describe('whose interest; your own when left out'),
  organisations,
  what: reason.describe('what ties the person to these organisations'),
  outcome: z.enum(['recused', 'stays']),
  reason: reason.optional().describe('why they stay, or are recused, where that is not plain'),
  declaredOn: businessDate.optional(),
});

export const recusalRequest = z.strictObject({ person, organisations, reason });
export const recusalLiftingRequest = z.strictObject({ person, organisation: code(10), reason });
export const openingRequest = z
  .strictObject({ present: people.default([]).describe('who is there so far; attendance can be recorded later') })
  .prefault({});
export const closingRequest = z
  .strictObject({
    closedOn: businessDate.optional().describe('today when left out'),
    notes: freeText().optional().describe('what the minutes say besides attendance, interests and decisions'),
  })
  .prefault({});
export const attendanceRequest = z.strictObject({ present: people, apologies: people.default([]) });
/** What a panel decides on one assessment out of many; the revision is the one it read. */
const batchEntry = z.strictObject({
  assessment: code(200),
  judgedRevision: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a revision')
    .describe('the revision of the assessment that was read'),
  outcome: z.enum(['upheld', 'changed', 'returned', 'confirmed']),
  changes: z
    .array(z.strictObject({ item: code(), rating: code(), reason: reason.optional() }))
    .max(200)
    .default([])
    .describe('with the outcome changed; a reason left out is the one of the whole decision'),
  items: z.array(code()).max(200).optional().describe('with the outcome returned: what is returned; all items when left out'),
  reason: reason.optional().describe('why this one; the one of the whole decision when left out'),
});

const decidedTogether = {
  decidedBy: people.optional().describe('who judged; those present when left out'),
  decidedOn: businessDate.optional().describe('today when left out'),
  reason: reason.optional(),
};

export const batchRequest = z.strictObject({
  ...decidedTogether,
  committee: line().optional().describe('of a confirmation: the committee'),
  reference: line().optional().describe('of a confirmation: the minute it stands in'),
  entries: z.array(batchEntry).min(1).max(500),
});

export const confirmationsRequest = z.strictObject({
  ...decidedTogether,
  outcome: z.enum(['confirmed', 'returned']),
  committee: line(),
  reference: line(),
  items: z.array(code()).max(200).optional().describe('with the outcome returned: what is returned; all items when left out'),
  assessments: z
    .array(z.strictObject({ assessment: code(200), judgedRevision: z.string().regex(/^\d{1,18}$/, 'is not a revision') }))
    .min(1)
    .max(500)
    .describe('each with the revision the committee had before it'),
});

export const panelCancellationRequest = z.strictObject({ reason });

export type PanelRequest = z.infer<typeof panelRequest>;
export type PanelMembersRequest = z.infer<typeof panelMembersRequest>;
export type InterestRequest = z.infer<typeof interestRequest>;
export type RecusalRequest = z.infer<typeof recusalRequest>;
export type RecusalLiftingRequest = z.infer<typeof recusalLiftingRequest>;
export type AttendanceRequest = z.infer<typeof attendanceRequest>;
export type OpeningRequest = z.infer<typeof openingRequest>;
export type ClosingRequest = z.infer<typeof closingRequest>;
export type BatchRequest = z.infer<typeof batchRequest>;
export type ConfirmationsRequest = z.infer<typeof confirmationsRequest>;
export type PanelCancellationRequest = z.infer<typeof panelCancellationRequest>;
