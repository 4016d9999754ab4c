import { code, line } from '#kernel/text.js';
import { z } from 'zod';
import { CADENCES, period } from './period.js';
import { provenance, source } from './provenance.js';
import { itemKind, ruleSchema } from './rule.js';

/** The stages after the assessor's proposal, in the only order they may be gone through. */
export const STAGES = ['local', 'regional', 'national', 'confirmation'] as const;
export const stage = z.enum(STAGES);
export type Stage = z.infer<typeof stage>;

/** The value of an item that does not apply: on no scale, allowed where the item says so, skipped by rules. */
export const NOT_APPLICABLE = 'not-applicable';

const provenanceSchema = z.strictObject(provenance);

const ratingSchema = z.strictObject({
  id: code(),
  label: line(),
  /** The label used in publications where it differs from the one used inside NHS England. */
  publishedLabel: line().optional(),
});

const scaleSchema = z.strictObject({
  id: code(),
  /**
   * `best-first` unless it says `none`: a narrative's scale, whose one rating says that there is a narrative, and which
   * nothing is compared on.
   */
  order: z.enum(['best-first', 'none']).optional(),
  ratings: z
    .array(ratingSchema)
    .readonly()
    .describe('The ratings, best first: the list is the order, whatever the ids look like.'),
  /** How sure it is that each published label stands for the internal one beside it. */
  publishedLabels: provenanceSchema.optional(),
  /** How sure the scale itself is. */
  provenance: provenanceSchema.optional(),
});
export type Scale = z.infer<typeof scaleSchema>;

const mappingSchema = z
  .strictObject({
    from: code(),
    to: code(),
    pairs: z.array(z.strictObject({ from: code(), to: code() })).readonly(),
    ...provenance,
  })
  .describe('Which rating of one scale stands for which of another, where a source says so. Nothing is re-scaled by it.');
export type ScaleMapping = z.infer<typeof mappingSchema>;

/** The id of the scale on which a pack gives the scores of indicators. */
export const METRIC_SCORE = 'metric-score';

/** What may be recorded of an indicator's value; `score` is a rating on the scale METRIC_SCORE. */
export const INDICATOR_FIELDS = ['value', 'period', 'standard', 'england', 'score', 'source'] as const;
const indicatorFields = z.array(z.enum(INDICATOR_FIELDS)).min(1).readonly();

/** What is recorded of an indicator, beside or instead of a rating. */
const recordedSchema = z.strictObject({ fields: indicatorFields, ...provenance });

const byCadence = { quarter: code().optional(), year: code().optional(), baseline: code().optional() };

const itemSchema = z.strictObject({
  id: code(),
  kind: itemKind,
  label: line(),
  /** For narrow columns: "Domain 1". */
  shortLabel: line(60).optional(),
  /** The group that heads it. */
  group: code().optional(),
  scale: z
    .strictObject(byCadence)
    .optional()
    .describe('The scale it is rated on, per cadence; a cadence left out is one in which the item is not rated.'),
  notApplicable: z.boolean().optional(),
  given: z
    .boolean()
    .optional()
    .describe('Decided elsewhere, recorded with who gave it, and no part of a submission: an expert panel, for one.'),
  rule: z
    .strictObject(byCadence)
    .optional()
    .describe('The rule that gives its rating, per cadence; a cadence left out is rated by hand.'),
  recorded: recordedSchema.optional().describe('For an indicator whose value is recorded, whether it is rated or not.'),
  /** What it is scored against, in self-assessment and review. */
  criteria: z
    .array(z.strictObject({ id: code(), label: line(600) }))
    .readonly()
    .optional(),
  /** How sure it is that the framework has this item. */
  provenance: provenanceSchema.optional(),
});
export type PackItem = z.infer<typeof itemSchema>;

/** A rule that was once used, or proposed, for an item, with the one in force named beside it. */
const ruleVersionSchema = z.strictObject({
  id: code(),
  label: line(),
  item: code(),
  cadence: z.enum(CADENCES),
  rule: code(),
  status: z.enum(['draft', 'overturned', 'in-force']),
  ...provenance,
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

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

const boardConsultationSchema = z
  .strictObject({ cadences: z.array(z.enum(CADENCES)).min(1).readonly(), ...provenance })
  .describe('In which cadences each relevant Health and Wellbeing Board is consulted before the ratings are confirmed.');

export const assessor = z.enum(['local-office', 'region', 'national-team']);
export type Assessor = z.infer<typeof assessor>;

/** Kinds of organisation a framework assesses. */
export const assessedKind = z.enum(['ccg', 'icb', 'provider']);
export type AssessedKind = z.infer<typeof assessedKind>;

/** The inputs that have a way of their own here: the organisation scores itself, the assessor reviews without being told. */
export const SELF_ASSESSMENT = 'self-assessment';
export const DESK_REVIEW = 'desk-review';

/** What comes to the judgement beside meetings and ratings: a self-assessment, a desk review, a dashboard. */
const inputSchema = z.strictObject({
  id: code(),
  label: line(600),
  /** How many pieces of evidence may be named for one criterion. */
  evidencePerCriterion: z.int().positive().optional(),
  newlyFormed: z
    .strictObject({
      label: line(600),
      predecessorsSites: z.boolean().describe('Whether evidence may lie on the sites of those it took in.'),
      ...provenance,
    })
    .optional()
    .describe('What holds for an organisation that was formed in the assessed year.'),
  ...provenance,
});

/** Something the sources say, or are remembered to say, that no rule here works out. */
const remarkSchema = z.strictObject({ statement: line(600), ...provenance });

/** For the published schema: the validator says in words what is not a quarter. */
const windowQuarter = period.meta({ pattern: '^(19|20)[0-9]{2}-[0-9]{2}-q[1-4]$' });

/**
 * A framework as data: what is rated, on which scales, by which rules, through which stages, with a source for each rule.
 * A version is never changed once adopted; a correction is a new version.
 */
export const packSchema = z.strictObject({
  id: code(60),
  version: z.int().positive().describe('Never changed once adopted: a correction is a new version.'),
  title: line(),
  issuer: line(),
  family: code(60).describe(
    'Frameworks that replace one another; windows of one family and kind of organisation do not overlap.',
  ),
  assesses: z.array(assessedKind).min(1).readonly(),
  window: z
    .strictObject({ from: windowQuarter, until: windowQuarter })
    .describe('Quarters, half-open: in force from the first, no longer in the second. A year counts at its last quarter.'),
  labels: z
    .strictObject({ item: line(60), items: line(60), headline: line(60) })
    .describe('The words people read for what is rated.'),
  scales: z.array(scaleSchema).readonly(),
  mappings: z.array(mappingSchema).readonly().optional(),
  items: z.array(itemSchema).readonly(),
  unlistedIndicators: recordedSchema
    .optional()
    .describe('Says that indicators may be recorded which the pack does not list, because the list was not found whole.'),
  rules: z.array(ruleSchema).readonly(),
  ruleVersions: z.array(ruleVersionSchema).readonly().optional(),
  assessor,
  moderation: moderationSchema,
  boardConsultation: boardConsultationSchema.optional(),
  inputs: z.array(inputSchema).readonly().optional(),
  remarks: z.array(remarkSchema).readonly().optional(),
  leftOpen: z
    .array(line(600))
    .readonly()
    .optional()
    .describe('What the sources leave open, so that nobody takes silence for a rule.'),
  sources: z.array(source).readonly(),
});
export type Pack = z.infer<typeof packSchema>;

/** A pack as it was adopted before boards were consulted here. */
export const packWithoutConsultation = packSchema.omit({ boardConsultation: true });

/** SHA-256 in hexadecimal of a pack's canonical JSON. */
export const packHash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hexadecimal');

/**
 * Whether a pack assesses organisations of a kind. The worked example is assessed like a CCG: it is this product's, not
 * the framework's, so packs do not name it.
 */
export const assessesKind = (pack: Pick<Pack, 'assesses'>, organisationKind: string): boolean =>
  pack.assesses.some((kind) => kind === (organisationKind === 'example' ? 'ccg' : organisationKind));
