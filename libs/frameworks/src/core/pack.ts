import { code, line } from '#kernel/text.js';
import { z } from 'zod';
import { period } from './period.js';

/** Whether a rule stands in a published document or is our assumption, to be shown as such. */
export const certainty = z.enum(['published', 'assumed']);
export type Certainty = z.infer<typeof certainty>;

const source = line(600);
/** Where a rule comes from, and how sure that is. */
const provenance = { certainty, source };

/** The stages after the assessor's proposal, in the only order they may be gone through. */
export const STAGES = ['local', 'regional', 'national', 'confirmation'] as const;
export const stage = z.enum(STAGES);
export type Stage = z.infer<typeof stage>;

/** What an item is; a `group` only heads others and is not rated. A component is a `domain` that the pack's labels call so. */
export const itemKind = z.enum(['domain', 'indicator', 'area', 'score', 'total', 'headline', 'group']);
export type ItemKind = z.infer<typeof itemKind>;

/** The value of an item that does not apply: on no scale, allowed where the item says so, skipped by rules. */
export const NOT_APPLICABLE = 'not-applicable';

const ratingSchema = z.strictObject({
  id: code(),
  label: line(),
  /** The label used in publications where it differs from the one used inside NHS England. */
  publishedLabel: line().optional(),
});

/** Ratings best first: the list is the order, whatever the ids look like. */
const scaleSchema = z.strictObject({
  id: code(),
  ratings: z.array(ratingSchema).readonly(),
  /** How sure it is that each published label stands for the internal one beside it. */
  publishedLabels: z.strictObject(provenance).optional(),
});
export type Scale = z.infer<typeof scaleSchema>;

const byCadence = { quarter: code().optional(), year: code().optional(), baseline: code().optional() };

const itemSchema = z.strictObject({
  id: code(),
  kind: itemKind,
  label: line(),
  /** For narrow columns: "Domain 1". */
  shortLabel: line(60).optional(),
  /** The scale it is rated on, per cadence; a cadence left out is one in which the item is not rated. */
  scale: z.strictObject(byCadence).optional(),
  notApplicable: z.boolean().optional(),
  /** Decided elsewhere, recorded with who gave it, and no part of a submission. */
  given: z.boolean().optional(),
  /** The rule that gives its rating, per cadence; a cadence left out is rated by hand. */
  rule: z.strictObject(byCadence).optional(),
});
export type PackItem = z.infer<typeof itemSchema>;

const worstOfSchema = z.strictObject({ id: code(), kind: z.literal('worst-of'), over: itemKind, ...provenance });
const sumSchema = z.strictObject({
  id: code(),
  kind: z.literal('sum'),
  over: itemKind,
  /** What each rating counts for. */
  points: z.array(z.strictObject({ rating: code(), points: z.int().nonnegative() })).readonly(),
  ...provenance,
});
const bandSchema = z.strictObject({
  /** The rating this band gives. */
  rating: code(),
  /** The lowest rating of the source item that still gives it. */
  from: code(),
  ...provenance,
});
/** Bands best first; each reaches down to its `from`, where the next begins. Certainty belongs to each band. */
const bandsSchema = z.strictObject({
  id: code(),
  kind: z.literal('bands'),
  /** The item whose rating is banded. */
  of: code(),
  bands: z.array(bandSchema).readonly(),
  ...provenance,
});
const judgementSchema = z.strictObject({ id: code(), kind: z.literal('judgement'), ...provenance });

/** A rule of a pack: one of a closed set of kinds, each with its file in `headline-rules/`. */
export const ruleSchema = z.discriminatedUnion('kind', [worstOfSchema, sumSchema, bandsSchema, judgementSchema]);
export type Rule = z.infer<typeof ruleSchema>;
export type RuleOfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

const stages = z.array(stage).readonly();

const moderationSchema = z.strictObject({
  quarter: stages.optional(),
  year: stages.optional(),
  baseline: stages.optional(),
  /** Stages that may be recorded as not held, with a reason. */
  mayBeSkipped: stages,
  /** Stages that only a panel's sitting may decide. */
  needsPanel: stages,
  /** How long the organisation has to comment. */
  commentWorkingDays: z.int().positive(),
  ...provenance,
});

export const assessor = z.enum(['local-office', 'region', 'national-team']);
export type Assessor = z.infer<typeof assessor>;

/** Kinds of organisation a framework assesses. */
export const assessedKind = z.enum(['ccg', 'icb']);
export type AssessedKind = z.infer<typeof assessedKind>;

/**
 * A framework as data: what is rated, on which scales, by which rules, through which stages, with a source for each rule.
 * A version is never changed once adopted; a correction is a new version.
 */
export const packSchema = z.strictObject({
  id: code(60),
  version: z.int().positive(),
  title: line(),
  issuer: line(),
  /** Frameworks that replace one another; windows of one family and kind of organisation do not overlap. */
  family: code(60),
  assesses: z.array(assessedKind).min(1).readonly(),
  /** Quarters, half-open: in force from the first, no longer in the second. A year counts at its last quarter. */
  window: z.strictObject({ from: period, until: period }),
  /** The words people read for what is rated. */
  labels: z.strictObject({ item: line(60), items: line(60), headline: line(60) }),
  scales: z.array(scaleSchema).readonly(),
  items: z.array(itemSchema).readonly(),
  rules: z.array(ruleSchema).readonly(),
  assessor,
  moderation: moderationSchema,
  /** What the sources leave open, so that nobody takes silence for a rule. */
  leftOpen: z.array(line(600)).readonly().optional(),
  sources: z.array(source).readonly(),
});
export type Pack = z.infer<typeof packSchema>;

/** SHA-256 in hexadecimal of a pack's canonical JSON. */
export const packHash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal');

/**
 * Whether a pack assesses organisations of a kind. The worked example is assessed like a CCG: it is this product's, not
 * the framework's, so packs do not name it.
 */
export const assessesKind = (pack: Pick<Pack, 'assesses'>, organisationKind: string): boolean =>
  pack.assesses.some((kind) => kind === (organisationKind === 'example' ? 'ccg' : organisationKind));
