import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * What programs send about an assessment. Unknown fields are refused by name: a misspelt field must not vanish. What a
 * field may say beyond its form (on the scale, not in the future) is a rule of the core and answers 422.
 */

const item = code().describe('an item of the framework, e.g. domain-1');
const ratingId = code().describe("the id of a rating on the item's scale, or not-applicable where the framework allows it");
const evidence = z.strictObject({ title: freeText(300), reference: freeText(2_000) });
const assessmentId = code(200);

/** Somebody who was there: a name typed (filed outside the log at once) or the id of a person already known. */
const attendant = z
  .strictObject({
    name: line().optional(),
    person: code().optional(),
    organisation: line().optional(),
    role: line().optional(),
  })
  .refine((who) => (who.name === undefined) !== (who.person === undefined), 'give either name or person');

const agreedAction = z.strictObject({
  description: freeText(),
  owner: freeText(200),
  due: businessDate,
  item: item.optional(),
});

export const openAssessmentRequest = z.strictObject({ organisation: code(), framework: code(), period: code() });

export const planCheckpointRequest = z.strictObject({ plannedFor: businessDate, reason: freeText().optional() });
export const checkpointNotHeldRequest = z.strictObject({ reason: freeText(), decidedOn: businessDate.optional() });

export const checkpointMeetingRequest = z.strictObject({
  heldOn: businessDate,
  attendance: z.array(attendant).max(200).default([]),
  discussions: z
    .array(z.strictObject({ item, note: freeText() }))
    .max(100)
    .default([]),
  actions: z.array(agreedAction).max(100).default([]),
  notes: freeText().optional(),
  alsoFor: z.array(assessmentId).max(50).default([]),
});

export const teleconferenceRequest = z.strictObject({
  heldOn: businessDate,
  participants: z.array(attendant).max(200).default([]),
  escalated: z.boolean().optional().describe('whether the call was escalated; left out, that is not recorded'),
  updates: z
    .array(z.strictObject({ item, note: freeText(), atRisk: z.boolean().default(false) }))
    .max(100)
    .default([]),
  actions: z.array(agreedAction).max(100).default([]),
  notes: freeText().optional(),
  alsoFor: z.array(assessmentId).max(50).default([]),
});

export const ratingsRequest = z.strictObject({
  ratings: z
    .array(
      z.strictObject({
        item,
        rating: ratingId,
        reason: freeText().optional(),
        evidence: z.array(evidence).max(50).optional(),
        organisationView: z.enum(['agrees', 'disagrees', 'not-asked']).optional(),
        copiedFrom: code(200).optional().describe('the assessment or self-assessment whose rating or score this is'),
      }),
    )
    .min(1)
    .max(200),
  decidedOn: businessDate.optional().describe('the day the ratings were decided; today when left out'),
});

export const actionUpdateRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('progress'), note: freeText(), progressedOn: businessDate.optional() }),
  z.strictObject({ kind: z.literal('completion'), note: freeText().optional(), completedOn: businessDate.optional() }),
  z.strictObject({
    kind: z.literal('reschedule'),
    to: businessDate,
    reason: freeText(),
    decidedOn: businessDate.optional(),
  }),
]);

export const evidenceRequest = z.strictObject({
  title: freeText(300),
  reference: freeText(2_000),
  periodCovered: line().optional(),
  items: z.array(item).max(100).default([]),
});

const figure = z
  .union([line(), z.number()])
  .describe('in quotes every digit and sign is kept as its source writes it: "82.50", "<5"');
const indicatorValue = {
  indicator: line().describe(
    'the id of an indicator the framework lists, e.g. 103a; where it lets others be recorded, their id or name as the source has it',
  ),
  value: figure.optional(),
  period: line().optional().describe("the value's own period, as its source names it: 2015/16, Q3 2014/15"),
  standard: figure.optional().describe('what it is held to'),
  comparison: figure.optional().describe('the value of England'),
  score: code().optional(),
  dataSource: line(500).optional().describe('the publication or data set it was taken from'),
};
const receivedOn = businessDate
  .optional()
  .describe('the day it was received; when left out the day of the meeting it came with, and without one today');
const meeting = z.uuid().optional().describe('the id of the checkpoint meeting whose dashboard it stood on');

/** The value of one indicator. Which members are needed is the framework's to say. */
export const indicatorValueRequest = z.strictObject({
  ...indicatorValue,
  meeting,
  receivedOn,
});

/** Values of several indicators: the delivery dashboard that came with a meeting, for one. All or nothing. */
export const dashboardRequest = z.strictObject({
  meeting,
  receivedOn,
  dataSource: line(500).optional().describe('of every value that names none of its own'),
  values: z.array(z.strictObject(indicatorValue)).min(1).max(200),
});

/** A rating decided elsewhere. Who gave it is a body and a role in it: the record holds no person's name. */
export const givenRatingRequest = z.strictObject({
  item,
  rating: ratingId,
  givenBy: z.strictObject({
    body: line().describe('e.g. Independent expert panel for dementia'),
    role: line().describe('e.g. Chair; never a name'),
  }),
  givenOn: businessDate,
  reason: freeText().optional(),
  source: line(500).describe('the document it stands in'),
});

/** Where and when a given rating was published, by itself. */
export const givenPublicationRequest = z.strictObject({ publishedOn: businessDate, publishedIn: line(500) });

/** Either new values by field, or `withdraw: true`. */
export const correctionRequest = z.union([
  z.strictObject({
    record: z.uuid(),
    fields: z
      .record(line(), z.union([z.string().max(20_000), z.boolean()]))
      .refine((fields) => Object.keys(fields).length > 0, 'name at least one field'),
    reason: freeText(),
  }),
  z.strictObject({ record: z.uuid(), withdraw: z.literal(true), reason: freeText() }),
]);

export const submissionRequest = z
  .strictObject({
    submittedOn: businessDate.optional().describe('the day the ratings were submitted; today when left out'),
  })
  .prefault({});
export const recallRequest = z.strictObject({ reason: freeText().optional() }).prefault({});

export const stageDecisionRequest = z.strictObject({
  outcome: z.enum(['upheld', 'changed', 'returned']),
  changes: z
    .array(z.strictObject({ item, rating: ratingId, reason: freeText() }))
    .max(200)
    .optional(),
  items: z.array(item).max(200).optional().describe('with outcome returned: what it is returned for; all items when left out'),
  reason: freeText().optional(),
  decidedOn: businessDate.optional(),
  decidedBy: z
    .array(code())
    .max(50)
    .optional()
    .describe('who judged; when left out, those of the sitting who take part, or the person signed in'),
  panel: line().optional().describe('the id of the sitting that decided; words for one held elsewhere'),
});

export const stageNotHeldRequest = z.strictObject({
  stage: z.enum(['local', 'regional', 'national', 'confirmation']),
  reason: freeText(),
  decidedOn: businessDate.optional(),
  decidedBy: z.array(code()).max(50).optional(),
});

export const confirmationRequest = z.strictObject({
  outcome: z.enum(['confirmed', 'returned']),
  committee: line(),
  reference: line(),
  decidedOn: businessDate.optional(),
  items: z.array(item).max(200).optional(),
  reason: freeText().optional(),
  decidedBy: z.array(code()).max(50).optional(),
  panel: line().optional().describe("the id of the committee's sitting, where it was convened here"),
});

export const withdrawalRequest = z.strictObject({ reason: freeText(), recordedInstead: assessmentId.optional() });
export const transferRequest = z.strictObject({ office: code(), reason: freeText() });

export type OpenAssessmentRequest = z.infer<typeof openAssessmentRequest>;
export type PlanCheckpointRequest = z.infer<typeof planCheckpointRequest>;
export type CheckpointNotHeldRequest = z.infer<typeof checkpointNotHeldRequest>;
export type CheckpointMeetingRequest = z.infer<typeof checkpointMeetingRequest>;
export type TeleconferenceRequest = z.infer<typeof teleconferenceRequest>;
export type RatingsRequest = z.infer<typeof ratingsRequest>;
export type ActionUpdateRequest = z.infer<typeof actionUpdateRequest>;
export type EvidenceRequest = z.infer<typeof evidenceRequest>;
export type IndicatorValueRequest = z.infer<typeof indicatorValueRequest>;
export type DashboardRequest = z.infer<typeof dashboardRequest>;
export type GivenRatingRequest = z.infer<typeof givenRatingRequest>;
export type GivenPublicationRequest = z.infer<typeof givenPublicationRequest>;
export type CorrectionRequest = z.infer<typeof correctionRequest>;
export type SubmissionRequest = z.infer<typeof submissionRequest>;
export type RecallRequest = z.infer<typeof recallRequest>;
export type StageDecisionRequest = z.infer<typeof stageDecisionRequest>;
export type StageNotHeldRequest = z.infer<typeof stageNotHeldRequest>;
export type ConfirmationRequest = z.infer<typeof confirmationRequest>;
export type WithdrawalRequest = z.infer<typeof withdrawalRequest>;
export type TransferRequest = z.infer<typeof transferRequest>;
