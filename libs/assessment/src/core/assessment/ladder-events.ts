import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';
import { stage } from './framework-terms.js';

const id = z.uuid();
const person = code();
const revision = z.string().regex(/^\d+$/);
const items = z.array(code()).readonly();
const ratingOf = z.strictObject({ item: code(), rating: code() });

/** What a rule computed, with its explanation in words; rating null where the rule could not be evaluated or is a judgement. */
export const computed = z.strictObject({
  item: code(),
  rule: code(),
  certainty: z.enum(['published', 'assumed']),
  rating: code().nullable(),
  explanation: z.string(),
});

/** Three facts, kept apart: what the rule computed, what a person put in its place and why, and what resulted. */
export const headlineFacts = z.strictObject({
  computed: code().nullable(),
  override: z.strictObject({ rating: code(), reason: freeText() }).nullable(),
  result: code().nullable(),
});

/** A record that was there but not seen when a decision was made: not material, so the decision stands. */
const unseenRecord = z.strictObject({ revision, type: z.string() });

/** The sitting that decided; words where it was held elsewhere. */
const panel = line().optional();

/** The decisions on the ladder as their first versions told them: without what only a sitting recorded here brings. */
const stageDecided = z.strictObject({
  stage,
  round: z.int().positive(),
  outcome: z.enum(['upheld', 'changed', 'returned']),
  judgedRevision: revision,
  recordedSince: z.array(unseenRecord).readonly(),
  panel,
  decidedBy: z.array(person).min(1).readonly(),
  recordedBy: person,
  decidedOn: businessDate,
  items: z
    .array(
      z.strictObject({
        item: code(),
        decision: z.enum(['upheld', 'changed', 'returned']),
        before: code().nullable(),
        after: code().nullable(),
        reason: freeText().optional(),
      }),
    )
    .readonly(),
  reason: freeText().optional(),
  computed: z.array(computed).readonly(),
  headline: headlineFacts,
});
const ratingsConfirmed = z.strictObject({
  round: z.int().positive(),
  committee: line(),
  reference: line(),
  ratings: z.array(ratingOf).readonly(),
  headline: headlineFacts,
  judgedRevision: revision,
  recordedSince: z.array(unseenRecord).readonly(),
  decidedBy: z.array(person).min(1).readonly(),
  recordedBy: person,
  decidedOn: businessDate,
});
const confirmationReturned = z.strictObject({
  round: z.int().positive(),
  committee: line(),
  reference: line(),
  items,
  reason: freeText(),
  judgedRevision: revision,
  recordedSince: z.array(unseenRecord).readonly(),
  decidedBy: z.array(person).min(1).readonly(),
  recordedBy: person,
  decidedOn: businessDate,
});

/** What a sitting recorded here adds to its decision; absent where none decided. */
const bySitting = {
  /** The decision on many at once that this one carries out. */
  batch: id.optional(),
  /** Present, and no part of the decision. */
  tookNoPart: z
    .array(z.strictObject({ person, because: z.enum(['recused', 'judged-at-another-stage']) }))
    .readonly()
    .optional(),
};

/** Nothing is added to what an earlier version told. */
const asItWas = (decision: unknown): unknown => decision;

/** The way of ratings through moderation: part of the family in `events.ts`. */
export const ladderEvents = {
  SubmittedForModeration: {
    version: 1,
    schema: z.strictObject({
      round: z.int().positive(),
      ratings: z.array(ratingOf).readonly(),
      computed: z.array(computed).readonly(),
      headline: headlineFacts,
      judgedRevision: revision,
      recordedSince: z.array(unseenRecord).readonly(),
      submittedBy: person,
      submittedOn: businessDate,
    }),
  },
  SubmissionRecalled: {
    version: 1,
    schema: z.strictObject({
      round: z.int().positive(),
      reason: freeText().optional(),
      recalledBy: person,
      recalledOn: businessDate,
    }),
  },

  /** One stage's decision, with an entry for every item: the trail has each item at each stage. */
  StageDecided: {
    version: 2,
    schema: stageDecided.extend(bySitting),
    older: [{ version: 1, schema: stageDecided, stepUp: asItWas }],
  },
  StageNotHeld: {
    version: 1,
    schema: z.strictObject({
      stage,
      round: z.int().positive(),
      reason: freeText(),
      decidedBy: z.array(person).min(1).readonly(),
      decidedOn: businessDate,
    }),
  },

  RatingsConfirmed: {
    version: 2,
    schema: ratingsConfirmed.extend({ panel, ...bySitting }),
    older: [{ version: 1, schema: ratingsConfirmed, stepUp: asItWas }],
  },
  ConfirmationReturned: {
    version: 2,
    schema: confirmationReturned.extend({ panel, ...bySitting }),
    older: [{ version: 1, schema: confirmationReturned, stepUp: asItWas }],
  },
} as const;
