import type { AssessmentEventOf } from '../../core/assessment/events.js';
import type { BriefItem, BriefTerms } from './brief-terms.js';

type Facts = Pick<AssessmentEventOf<'StageDecided'>['data'], 'computed' | 'headline'>;

/** Where a computed item stands: what its rule made of the ratings, unless a person put something in its place. */
export interface ComputedStanding {
  readonly item: string;
  readonly rating: string | null;
  readonly basis: 'computed' | 'override';
  readonly certainty: 'published' | 'assumed' | null;
  readonly explanation: string | null;
  /** What the rule computed, also where it was overridden. */
  readonly computed: string | null;
  readonly overrideReason: string | null;
}

/** The computed items of an event that records what the rules made of the ratings. */
export function computedStandings(facts: Facts, terms: BriefTerms): readonly ComputedStanding[] {
  return terms.items.filter((item) => item.computed).map((item) => computedStanding(facts, item));
}

function computedStanding({ computed, headline }: Facts, { id, kind }: BriefItem): ComputedStanding {
  const { rating: byRule, certainty, explanation } = computed.find(({ item }) => item === id) ?? NOTHING_COMPUTED;
  const facts = { item: id, certainty, explanation, computed: byRule };
  if (kind !== 'headline' || headline.override === null)
    return { ...facts, rating: byRule, basis: 'computed', overrideReason: null };
  return { ...facts, rating: headline.override.rating, basis: 'override', overrideReason: headline.override.reason };
}

const NOTHING_COMPUTED = { rating: null, certainty: null, explanation: null };
