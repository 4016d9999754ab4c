import { type AssessmentAnswer, type Labels, type ModerationTrail, ratingLabel } from '#assessment/queries.js';
import { stageNames } from '../words/stages.js';

/** A headline that a stage put in place of the computed one: what the rule gave, what was put in its place and why, the result. */
export interface HeadlineFacts {
  readonly name: string;
  readonly computed: string;
  /** How the rule came to it, and whether the rule is published or assumed. */
  readonly explanation: string | undefined;
  readonly override: string;
  /** The stage that did; undefined where its decision is of an earlier round. */
  readonly stage: string | undefined;
  readonly reason: string;
  readonly result: string;
}

/** The three facts; undefined where the headline is as computed, or a judgement that nothing computes. */
export function headlineFacts(
  { headline, items }: AssessmentAnswer,
  trail: ModerationTrail,
  labels: Labels,
): HeadlineFacts | undefined {
  const item = items.find(({ kind }) => kind === 'headline');
  if (headline.override === null || item === undefined) return undefined;
  const inWords = (rating: string | null): string => (rating === null ? 'Nothing' : ratingLabel(labels, item.item, rating));
  const way = trail.items.find((one) => one.item === item.item);
  const stage = (['national', 'regional', 'local'] as const).find((each) => way?.[each]?.outcome === 'changed');
  const rule = [headline.explanation, headline.certainty === 'assumed' ? 'The rule is assumed.' : null];
  return {
    name: item.label,
    computed: inWords(headline.computed),
    explanation: rule.filter((part) => part !== null).join('. ') || undefined,
    override: inWords(headline.override.rating),
    stage: stage === undefined ? undefined : stageNames[stage],
    reason: headline.override.reason,
    result: inWords(headline.result),
  };
}
