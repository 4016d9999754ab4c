import { code, line } from '#kernel/text.js';
import { type Refusal, refuse } from '#kernel/refusal.js';
import { z } from 'zod';
import { assessor, INDICATOR_FIELDS, type Pack, packHash, type PackItem, stage } from './pack.js';
import {
  CADENCES,
  type Cadence,
  cadenceOf,
  comparePeriods,
  type Period,
  period,
  periodLabel,
  quarterCountedAt,
} from './period.js';
import { certainty } from './provenance.js';
import { itemKind, ruleSchema } from './rule.js';

const itemInForce = z.strictObject({
  id: code(),
  kind: itemKind.exclude(['group']),
  label: line(),
  shortLabel: line(60).optional(),
  /** Best first. */
  scale: z.strictObject({ id: code(), ratings: z.array(z.strictObject({ id: code(), label: line() })).readonly() }),
  notApplicable: z.boolean(),
  given: z.boolean(),
  /** The id of the rule that gives its rating; absent where a person rates it. */
  rule: code().optional(),
});
/** An item as it is rated in one period. */
export type ItemInForce = z.infer<typeof itemInForce>;

const recordedFields = z.array(z.enum(INDICATOR_FIELDS)).readonly();

/**
 * What of a framework applies to one period: all that the rules of an assessment need. An assessment keeps it in its
 * opening event, so that an old stream never depends on today's file.
 */
export const frameworkForPeriodSchema = z.strictObject({
  framework: z.strictObject({
    id: code(60),
    version: z.int().positive(),
    /** SHA-256 (hex) of the whole pack's canonical JSON. */
    hash: packHash,
    title: line(),
    issuer: line(),
  }),
  period,
  cadence: z.enum(CADENCES),
  items: z.array(itemInForce).readonly(),
  rules: z.array(ruleSchema).readonly(),
  stages: z.array(stage).readonly(),
  mayBeSkipped: z.array(stage).readonly(),
  needsPanel: z.array(stage).readonly(),
  assessor,
  commentWorkingDays: z.int().positive(),
  moderationCertainty: certainty,
  moderationSource: line(600),
  /** That the Health and Wellbeing Boards are consulted before the ratings are confirmed; absent where nothing says so. */
  boardConsultation: z.strictObject({ certainty, source: line(600) }).optional(),
  /** The indicators whose values may be recorded; absent where the framework has none. */
  indicators: z
    .array(z.strictObject({ id: code(), label: line(), fields: recordedFields }))
    .readonly()
    .optional(),
  /** What is recorded of indicators the framework does not list; absent where only listed ones are recorded. */
  unlistedIndicators: recordedFields.optional(),
});
export type FrameworkForPeriod = z.infer<typeof frameworkForPeriodSchema>;

/** A rule as it applies in the period. */
export type RuleInForce = FrameworkForPeriod['rules'][number];

/** Whether a period lies in a pack's window and is of a cadence the pack rates. */
export function coversPeriod(pack: Pick<Pack, 'window' | 'moderation'>, period: Period): boolean {
  const counted = quarterCountedAt(period);
  const inWindow = comparePeriods(pack.window.from, counted) <= 0 && comparePeriods(counted, pack.window.until) < 0;
  return inWindow && pack.moderation[cadenceOf(period)] !== undefined;
}

/** The excerpt of a valid pack for one period, or the refusal that the period is not one of the framework's. */
export function frameworkForPeriod(
  pack: Pack,
  hash: string,
  period: Period,
): FrameworkForPeriod | Refusal<'period-outside-framework'> {
  const cadence = cadenceOf(period);
  const stages = pack.moderation[cadence];
  if (!coversPeriod(pack, period) || stages === undefined) return outside(pack, period);
  const items = pack.items.flatMap((item) => inForce(pack, item, cadence));
  const used = new Set(items.map((item) => item.rule));
  const held = (listed: Pack['moderation']['needsPanel']) => listed.filter((one) => stages.includes(one));
  return {
    framework: { id: pack.id, version: pack.version, hash, title: pack.title, issuer: pack.issuer },
    period,
    cadence,
    items,
    rules: pack.rules.filter((rule) => used.has(rule.id)),
    stages,
    mayBeSkipped: held(pack.moderation.mayBeSkipped),
    needsPanel: held(pack.moderation.needsPanel),
    assessor: pack.assessor,
    commentWorkingDays: pack.moderation.commentWorkingDays,
    moderationCertainty: pack.moderation.certainty,
    moderationSource: pack.moderation.source,
    ...consultationIn(pack, cadence),
    ...indicatorsOf(pack),
  };
}

function consultationIn({ boardConsultation }: Pack, cadence: Cadence): Pick<FrameworkForPeriod, 'boardConsultation'> {
  if (boardConsultation?.cadences.includes(cadence) !== true) return {};
  const { certainty, source } = boardConsultation;
  return { boardConsultation: { certainty, source } };
}

/** An old stream has neither member: they are left out where there is nothing to say. */
function indicatorsOf(pack: Pack): Pick<FrameworkForPeriod, 'indicators' | 'unlistedIndicators'> {
  const indicators = pack.items.flatMap(({ id, label, recorded }) =>
    recorded === undefined ? [] : [{ id, label, fields: recorded.fields }],
  );
  return {
    ...(indicators.length === 0 ? {} : { indicators }),
    ...(pack.unlistedIndicators === undefined ? {} : { unlistedIndicators: pack.unlistedIndicators.fields }),
  };
}

function outside(pack: Pack, period: Period): Refusal<'period-outside-framework'> {
  const rated = CADENCES.filter((cadence) => pack.moderation[cadence] !== undefined).join(' and ');
  return refuse(
    'period-outside-framework',
    `${periodLabel(period)} is not a period of ${pack.title} (${pack.id}): it rates by ${rated}, ` +
      `from ${pack.window.from} until ${pack.window.until}, which is no longer part of it.`,
    { facts: { framework: pack.id, period, from: pack.window.from, until: pack.window.until } },
  );
}

/** The item as rated at this cadence; none for a group and for an item the cadence leaves out. */
function inForce(pack: Pack, item: PackItem, cadence: Cadence): readonly ItemInForce[] {
  const scale = pack.scales.find((one) => one.id === item.scale?.[cadence]);
  if (item.kind === 'group' || scale === undefined) return [];
  const rule = item.rule?.[cadence];
  return [
    {
      id: item.id,
      kind: item.kind,
      label: item.label,
      ...(item.shortLabel === undefined ? {} : { shortLabel: item.shortLabel }),
      scale: { id: scale.id, ratings: scale.ratings.map(({ id, label }) => ({ id, label })) },
      notApplicable: item.notApplicable ?? false,
      given: item.given ?? false,
      ...(rule === undefined ? {} : { rule }),
    },
  ];
}
