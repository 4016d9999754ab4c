import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/* What programs send about the organisation's voice: what is shared with it, what it says, what it is answered. */

const item = code().describe('an item of the framework, e.g. domain-1');

export const sharingRequest = z
  .strictObject({
    items: z
      .array(item)
      .min(1)
      .max(200)
      .optional()
      .describe('the items shared; every rated one when left out, unless records are named'),
    records: z
      .array(z.uuid())
      .min(1)
      .max(50)
      .optional()
      .describe('meetings and calls whose notes are shared, for the organisation to read back'),
    opensOn: businessDate.optional().describe('the day from which it is shown; today when left out'),
    workingDays: z
      .int()
      .min(1)
      .max(60)
      .optional()
      .describe("how many working days the organisation has after that day; by the framework's pack when left out"),
  })
  .prefault({});

export const sharingClosingRequest = z
  .strictObject({ reason: freeText().optional().describe('why the office takes back what it shared, or a last word') })
  .prefault({});

const view = z.enum(['agrees', 'disagrees', 'not-stated']);
const said = { item: item.optional().describe('left out: on all that was shared'), view, text: freeText().optional() };

/** One comment, or several at once, all or nothing. */
export const commentRequest = z.union([
  z.strictObject({ sharing: z.uuid(), ...said }),
  z.strictObject({ sharing: z.uuid(), comments: z.array(z.strictObject(said)).min(1).max(200) }),
]);

export const answerRequest = z.strictObject({ answer: freeText() });

export const consultationRequest = z.strictObject({
  board: line().describe('the name of the Health and Wellbeing Board'),
  consultedOn: businessDate,
  view: z.enum(['satisfied', 'concerned', 'no-reply']),
  response: freeText().optional(),
});

export const readBackRequest = z.strictObject({
  record: z.uuid().describe('the meeting or call whose note is read back'),
  view: z.enum(['agrees', 'sees-differently']),
  text: freeText().optional().describe('needed where it is seen differently'),
});

export type ConsultationRequest = z.infer<typeof consultationRequest>;
export type ReadBackRequest = z.infer<typeof readBackRequest>;
export type SharingRequest = z.infer<typeof sharingRequest>;
export type SharingClosingRequest = z.infer<typeof sharingClosingRequest>;
export type CommentRequest = z.infer<typeof commentRequest>;
export type AnswerRequest = z.infer<typeof answerRequest>;
