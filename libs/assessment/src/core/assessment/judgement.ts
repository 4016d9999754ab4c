import type { ComputedRating, ComputeRatings, FrameworkTerms } from './framework-terms.js';
import { headlineItem, isComputed, itemsRatedByHand } from './items-in-force.js';
import { givenRatingOf } from './selectors.js';
import type { AssessmentCase, ComputedFact, HeadlineFacts } from './state.js';

/** What the rules make of the ratings, and the headline's three facts. */
export interface Judgement {
  readonly computed: readonly ComputedFact[];
  readonly headline: HeadlineFacts;
}

/** What holds ratings: an assessment, or a draft of it that was kept. */
type Rated = Pick<AssessmentCase, 'terms' | 'ratings' | 'records' | 'openedAt'>;

/** The ratings set by hand, and those given from elsewhere, as a plain value: what the rules of the pack may read. */
export function ratingsByItem(state: Rated): Readonly<Record<string, string>> {
  const byHand = [...state.ratings.values()].map(({ item, rating }) => [item, rating] as const);
  const given = state.terms.items.flatMap((item) => {
    const record = item.given ? givenRatingOf(state, item.id) : undefined;
    return record === undefined ? [] : [[item.id, record.fields.rating] as const];
  });
  return Object.fromEntries([...byHand, ...given]);
}

/** The ratings set by hand, in the order of the pack, as events list them. */
export const ratingsInOrder = (state: AssessmentCase): readonly { readonly item: string; readonly rating: string }[] =>
  itemsRatedByHand(state.terms).flatMap(({ id }) => {
    const standing = state.ratings.get(id);
    return standing === undefined ? [] : [{ item: id, rating: standing.rating }];
  });

/** The judgement over some ratings; a standing override holds only as long as the rule computes what it was put in place of. */
export function judgementOver(
  compute: ComputeRatings,
  terms: FrameworkTerms,
  ratings: Readonly<Record<string, string>>,
  standing: HeadlineFacts,
): Judgement {
  const computed = compute(terms, ratings).map(asFact);
  const item = headlineItem(terms);
  if (item === undefined) return { computed, headline: { computed: null, override: null, result: null } };
  if (!isComputed(terms, item))
    return { computed, headline: { computed: null, override: null, result: ratings[item.id] ?? null } };
  const byRule = computed.find((fact) => fact.item === item.id)?.rating ?? null;
  const override = standing.computed === byRule ? standing.override : null;
  return { computed, headline: { computed: byRule, override, result: override?.rating ?? byRule } };
}

/** The judgement as the ratings stand now, whatever was last recorded of it. */
export const judgementAsItStands = (state: Rated & Pick<AssessmentCase, 'headline'>, compute: ComputeRatings): Judgement =>
  judgementOver(compute, state.terms, ratingsByItem(state), state.headline);

/** The rating of any item under a judgement: the headline's result, a computed item's, or the one set by hand. */
export function ratingUnder(
  terms: FrameworkTerms,
  item: string,
  ratings: Readonly<Record<string, string>>,
  { computed, headline }: Judgement,
): string | null {
  if (item === headlineItem(terms)?.id) return headline.result;
  return computed.find((fact) => fact.item === item && fact.rating !== null)?.rating ?? ratings[item] ?? null;
}

function asFact({ item, rule, certainty, outcome }: ComputedRating): ComputedFact {
  switch (outcome.kind) {
    case 'computed':
      return { item, rule, certainty, rating: outcome.rating, explanation: outcome.explanation };
    case 'judgement':
      return { item, rule, certainty, rating: null, explanation: 'A judgement: no rule computes it.' };
    case 'incomplete':
      return { item, rule, certainty, rating: null, explanation: `Not computed: no rating of ${outcome.missing.join(', ')}.` };
  }
}
