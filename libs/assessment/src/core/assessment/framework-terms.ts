import { z } from 'zod';
import { code } from '#kernel/text.js';

/** The stages that judge after the assessor, in the order they sit. A pack may leave some out, never reorder them. */
export const STAGES = ['local', 'regional', 'national', 'confirmation'] as const;
export const stage = z.enum(STAGES);
export type Stage = z.infer<typeof stage>;

const certainty = z.enum(['published', 'assumed']);

/** A rule as the pack words it. Its kind is evaluated by the catalogue; the stream only keeps it, whole. */
const ruleInForce = z.looseObject({ id: code(), kind: z.string(), certainty: certainty.optional(), source: z.string() });

const itemInForce = z.strictObject({
  id: code(),
  kind: z.enum(['domain', 'indicator', 'area', 'score', 'total', 'headline']),
  label: z.string(),
  shortLabel: z.string().optional(),
  scale: z.strictObject({ id: code(), ratings: z.array(z.strictObject({ id: code(), label: z.string() })).readonly() }),
  notApplicable: z.boolean(),
  given: z.boolean(),
  rule: code().optional(),
});

/**
 * What of a framework's pack the rules of one assessment need, copied into its opening event: an old stream never
 * depends on today's catalogue. Shape of `FrameworkForPeriod` in the frameworks context, kept here because stored.
 */
export const frameworkTerms = z.strictObject({
  framework: z.strictObject({ id: code(), version: z.int().positive(), hash: z.string(), title: z.string(), issuer: z.string() }),
  period: code(),
  cadence: z.enum(['quarter', 'year', 'baseline']),
  items: z.array(itemInForce).readonly(),
  rules: z.array(ruleInForce).readonly(),
  stages: z.array(stage).readonly(),
  mayBeSkipped: z.array(stage).readonly(),
  needsPanel: z.array(stage).readonly(),
  assessor: z.enum(['local-office', 'region', 'national-team']),
  commentWorkingDays: z.int().nonnegative(),
  moderationCertainty: certainty,
  moderationSource: z.string(),
  /** The indicators whose values may be recorded beside ratings, and what is recorded of those the pack does not list. */
  indicators: z
    .array(z.strictObject({ id: code(), label: z.string(), fields: z.array(z.string()).readonly() }))
    .readonly()
    .optional(),
  unlistedIndicators: z.array(z.string()).readonly().optional(),
  /** That the Health and Wellbeing Boards are consulted before the ratings are confirmed, and what says so. */
  boardConsultation: z.strictObject({ certainty, source: z.string() }).optional(),
});
/** Terms as events brought them before boards were consulted here. */
export const termsWithoutConsultation = frameworkTerms.omit({ boardConsultation: true });
export type FrameworkTerms = z.infer<typeof frameworkTerms>;
export type ItemInForce = z.infer<typeof itemInForce>;

/** The value that says an item does not apply: a value, not an absence, allowed only where the pack says so. */
export const NOT_APPLICABLE = 'not-applicable';

/** What a pack's rule makes of the ratings, with its reason in words. */
export interface ComputedRating {
  readonly item: string;
  readonly rule: string;
  readonly certainty: 'published' | 'assumed';
  readonly outcome:
    | { readonly kind: 'computed'; readonly rating: string; readonly explanation: string }
    | { readonly kind: 'judgement' }
    | { readonly kind: 'incomplete'; readonly missing: readonly string[] };
}

/** Evaluates the pack's rules. Handed to the decider from outside: the rule kinds belong to the frameworks context. */
export type ComputeRatings = (terms: FrameworkTerms, ratings: Readonly<Record<string, string>>) => readonly ComputedRating[];
