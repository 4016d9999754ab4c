import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * How an organisation scores itself on a framework's criteria, what the assessor makes of each score, and how the two came to
 * be. It leads to no rating by itself: the assessor proposes the final scores in the assessment, as any other rating.
 */

const person = code();
const round = z.int().positive();
const placed = z.strictObject({ code: code(), name: z.string() });
const host = line(253);
const certainty = z.enum(['published', 'assumed']);

/** An item that is scored, with what it is scored against, where the framework says. */
const criterion = z.strictObject({
  item: code(),
  label: z.string(),
  shortLabel: z.string().optional(),
  scale: z.array(z.strictObject({ id: code(), label: z.string() })).readonly(),
  against: z.array(z.strictObject({ id: code(), label: z.string() })).readonly(),
});

/** What of the framework's pack the rules need, copied, so that an old stream never depends on today's catalogue. */
const terms = z.strictObject({
  framework: z.strictObject({ id: code(), version: z.int().positive(), hash: z.string(), title: z.string() }),
  criteria: z.array(criterion).readonly(),
  /** Whether the organisation is asked to score itself, and whether the assessor may review without being told. */
  selfAssessment: z.boolean(),
  deskReview: z.boolean(),
  /** How many pieces of evidence may be named for one criterion; null where the framework does not say. */
  evidencePerCriterion: z.int().positive().nullable(),
});
export type SelfAssessmentTerms = z.infer<typeof terms>;

/** Of an organisation formed in the assessed year: what the framework says of it, and those it took in. */
const newlyFormed = z.strictObject({
  since: businessDate,
  predecessors: z.array(placed).readonly(),
  rule: z.strictObject({ label: z.string(), predecessorsSites: z.boolean(), certainty, source: z.string() }).nullable(),
});

/** A page or document on the organisation's own site. `against`: which of the item's criteria it is for. */
const evidence = z.strictObject({
  title: freeText(300),
  link: line(2_000),
  periodCovered: line(),
  against: code().optional(),
});

/** The events of a stream `selfassessment-{organisation}.{framework}.{period}`. */
export const selfAssessmentEvents = eventFamily({
  SelfAssessmentStarted: {
    version: 1,
    schema: z.strictObject({
      organisation: z.strictObject({ code: code(), name: z.string(), kind: z.string() }),
      office: placed,
      region: placed,
      period: code(),
      terms,
      newlyFormed: newlyFormed.nullable(),
      startedOn: businessDate,
    }),
  },
  /** Where links may lead: hosts, without a leading `www.`; those stated before no longer count for what is named from now on. */
  SitesStated: {
    version: 1,
    schema: z.strictObject({ own: host, predecessors: z.array(host).readonly(), statedBy: person, statedOn: businessDate }),
  },
  /** One criterion scored by the organisation: the first score and every change of it. */
  CriterionScored: {
    version: 1,
    schema: z.strictObject({
      round,
      item: code(),
      score: code(),
      narrative: freeText(),
      evidence: z.array(evidence).readonly(),
      scoredBy: person,
      scoredOn: businessDate,
    }),
  },
  SelfAssessmentSubmitted: {
    version: 1,
    schema: z.strictObject({
      round,
      scores: z.array(z.strictObject({ item: code(), score: code() })).readonly(),
      submittedBy: person,
      submittedOn: businessDate,
    }),
  },
  /** The assessor reviews the organisation's report and website without its own scores. */
  DeskReviewBegun: {
    version: 1,
    schema: z.strictObject({
      /** Why without a self-assessment, where the framework asks for one. */
      reason: freeText().optional(),
      documents: z.array(z.strictObject({ title: freeText(300), reference: freeText(2_000) })).readonly(),
      begunBy: person,
      begunOn: businessDate,
    }),
  },
  /** The assessor's score of one criterion. `own` is the organisation's at that time, null where there is none. */
  CriterionReviewed: {
    version: 1,
    schema: z.strictObject({
      round,
      item: code(),
      own: code().nullable(),
      score: code(),
      explanation: freeText().optional(),
      reviewedBy: person,
      reviewedOn: businessDate,
    }),
  },
  /** Back to the organisation for more: only the items named may be scored again. */
  SelfAssessmentReturned: {
    version: 1,
    schema: z.strictObject({
      round,
      items: z.array(code()).min(1).readonly(),
      reason: freeText(),
      returnedBy: person,
      returnedOn: businessDate,
    }),
  },
  /** The organisation says no more: the assessor goes on with what was submitted. */
  ReturnWithdrawn: {
    version: 1,
    schema: z.strictObject({ reason: freeText(), withdrawnBy: person, withdrawnOn: businessDate }),
  },
  SelfAssessmentFinalised: {
    version: 1,
    schema: z.strictObject({
      round,
      scores: z.array(z.strictObject({ item: code(), own: code().nullable(), final: code() })).readonly(),
      finalisedBy: person,
      finalisedOn: businessDate,
    }),
  },
  /** Finalised in error: it is with the assessor again. */
  FinalisationWithdrawn: {
    version: 1,
    schema: z.strictObject({ reason: freeText(), withdrawnBy: person, withdrawnOn: businessDate }),
  },
});

/** Any event of a self-assessment, in today's shape. */
export type SelfAssessmentEvent = EventOf<typeof selfAssessmentEvents>;
/** The data of one type of event. */
export type SelfAssessmentData<Type extends SelfAssessmentEvent['type']> = Extract<SelfAssessmentEvent, { type: Type }>['data'];

/** The id of a self-assessment, which is that of the assessment it is for: `{organisation}.{framework}.{period}`. */
export const selfAssessmentIdOf = (of: { readonly organisation: string; readonly framework: string; readonly period: string }) =>
  `${of.organisation}.${of.framework}.${of.period}`;
/** The stream of a self-assessment. */
export const selfAssessmentStream = (id: string): string => `selfassessment-${id}`;
