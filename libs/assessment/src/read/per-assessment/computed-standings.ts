import type { AssessmentEventOf } from '../../core/assessment/events.js';
import type { BriefTerms } from './brief-terms.js';

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
export function computedStandings({ computed, headline }: Facts, terms: BriefTerms): readonly ComputedStanding[] {
  return terms.items
    .filter((item) => item.computed)
    .map((item) => {
      const fact = computed.find((each) => each.item === item.id);
      const byRule = fact?.rating ?? null;
      const override = item.kind === 'headline' ? headline.override : null;
      return {
        item: item.id,
        rating: override?.rating ?? byRule,
        basis: override === null ? 'computed' : 'override',
        certainty: fact?.certainty ?? null,
        explanation: fact?.explanation ?? null,
        computed: byRule,
        overrideReason: override?.reason ?? null,
      };
    });
}
