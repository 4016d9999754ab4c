import { code } from '#kernel/text.js';
import { z } from 'zod';
import { provenance } from './provenance.js';

/** What an item is; a `group` only heads others and is not rated. A component is a `domain` that the pack's labels call so. */
export const itemKind = z.enum(['domain', 'indicator', 'area', 'score', 'total', 'headline', 'group']);
export type ItemKind = z.infer<typeof itemKind>;

const named = { id: code(), ...provenance };

const capSchema = z.strictObject({
  /** What is looked at: one item, or any item of a kind. */
  when: z.strictObject({
    item: code().optional(),
    over: itemKind.optional(),
    /** The cap holds where what is looked at has this rating or a lower one. */
    atOrBelow: code(),
  }),
  /** The best the result can then be. */
  atBest: code(),
  ...provenance,
});
export type Cap = z.infer<typeof capSchema>;

/** What holds a result down, whatever the rest of the rule says. */
const caps = z.array(capSchema).readonly().optional();

/** What each rating counts for: no number is read off the name of a rating. */
const points = z.array(z.strictObject({ rating: code(), points: z.int().nonnegative() })).readonly();
export type Points = z.infer<typeof points>;

const thresholdSchema = z.strictObject({
  /** The rating this threshold gives. */
  rating: code(),
  /** The number that still gives it, in hundredths at most; left out for the last, which takes the rest. */
  edge: z.number().nonnegative().multipleOf(0.01).optional(),
  ...provenance,
});
/** How a number becomes a rating: thresholds best first, and which way is better. */
const byThresholds = { better: z.enum(['higher', 'lower']), thresholds: z.array(thresholdSchema).readonly() };
export type ByThresholds = Readonly<z.infer<z.ZodObject<typeof byThresholds>>>;

const worstOfSchema = z.strictObject({ ...named, kind: z.literal('worst-of'), over: itemKind, caps });
const sumSchema = z.strictObject({ ...named, kind: z.literal('sum'), over: itemKind, points });

const bandSchema = z.strictObject({
  /** The rating this band gives. */
  rating: code(),
  /** The lowest rating of the source item that still gives it. */
  from: code(),
  ...provenance,
});
/** Bands best first; each reaches down to its `from`, where the next begins. Certainty belongs to each band. */
const bandsSchema = z.strictObject({
  ...named,
  kind: z.literal('bands'),
  /** The item whose rating is banded. */
  of: code(),
  bands: z.array(bandSchema).readonly(),
  caps,
});

const needSchema = z.strictObject({
  /** The ratings that are counted. */
  ratings: z.array(code()).min(1).readonly(),
  atLeast: z.int().nonnegative().optional(),
  atMost: z.int().nonnegative().optional(),
});
export type Need = z.infer<typeof needSchema>;
const tierSchema = z.strictObject({
  /** The rating this tier gives. */
  rating: code(),
  /** All of them have to be met; none for the last tier, which takes the rest. */
  needs: z.array(needSchema).readonly(),
  ...provenance,
});
/** Tiers best first: the first whose needs are met, counted over the items of a kind. */
const countsSchema = z.strictObject({
  ...named,
  kind: z.literal('counts'),
  over: itemKind,
  tiers: z.array(tierSchema).readonly(),
  caps,
});

const weightSchema = z.strictObject({
  /** The item that weighs so, or the kind whose items together do, each alike. */
  item: code().optional(),
  over: itemKind.optional(),
  weight: z.int().positive(),
});
export type Weight = z.infer<typeof weightSchema>;
const weightedSchema = z.strictObject({
  ...named,
  kind: z.literal('weighted'),
  weights: z.array(weightSchema).readonly(),
  points,
  ...byThresholds,
  caps,
});

const meanSchema = z.strictObject({ ...named, kind: z.literal('mean'), over: itemKind, points, ...byThresholds, caps });

/** The rating of another item, held down by caps: a financial override, with the rating before it kept as an item of its own. */
const cappedSchema = z.strictObject({ ...named, kind: z.literal('capped'), of: code(), caps: z.array(capSchema).readonly() });

const judgementSchema = z.strictObject({ ...named, kind: z.literal('judgement') });

/** A rule of a pack: one of a closed set of kinds, each with its file in `headline-rules/`. */
export const ruleSchema = z.discriminatedUnion('kind', [
  worstOfSchema,
  countsSchema,
  sumSchema,
  bandsSchema,
  weightedSchema,
  meanSchema,
  cappedSchema,
  judgementSchema,
]);
export type Rule = z.infer<typeof ruleSchema>;
export type RuleOfKind<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** The caps of a rule; none where its kind has none. */
export const capsOf = (rule: Rule): readonly Cap[] => ('caps' in rule ? (rule.caps ?? []) : []);
