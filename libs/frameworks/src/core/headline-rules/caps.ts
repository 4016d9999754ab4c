import type { ItemInForce } from '../framework-for-period.js';
import type { Cap } from '../rule.js';
import { inputsOf, labelOn, listed, nameOf, type RatedItem, type RatingsByItem, type RuleOutcome } from './outcome.js';

/** The items a cap looks at. */
export const watchedBy = <Item extends { readonly id: string; readonly kind: string }>(
  { when }: Cap,
  items: readonly Item[],
): readonly Item[] => items.filter((item) => item.id === when.item || item.kind === when.over);

/** Lowers a computed result to what each cap that holds allows, and says which did. A cap never raises a result. */
export function holdDown(
  caps: readonly Cap[],
  outcome: RuleOutcome,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const inputs = caps.map((cap) => ({ cap, ...inputsOf(watchedBy(cap, items), ratings) }));
  const missing = [...new Set(inputs.flatMap((one) => one.missing))];
  if (outcome.kind === 'incomplete') return { kind: 'incomplete', missing: [...new Set([...outcome.missing, ...missing])] };
  if (outcome.kind !== 'computed') return outcome;
  if (missing.length > 0) return { kind: 'incomplete', missing };
  return inputs.reduce((result, { cap, rated }) => {
    const holding = rated.filter((one) => one.rank >= rankOn(one.item, cap.when.atOrBelow));
    return holding.length === 0 ? result : lowered(result, cap, holding, target);
  }, outcome);
}

const rankOn = (item: ItemInForce, rating: string): number => item.scale.ratings.findIndex((one) => one.id === rating);

type Computed = Extract<RuleOutcome, { kind: 'computed' }>;

function lowered(result: Computed, cap: Cap, holding: readonly RatedItem[], target: ItemInForce): Computed {
  if (rankOn(target, result.rating) >= rankOn(target, cap.atBest)) return result;
  const because = listed(holding.map(({ item, rating }) => `${nameOf(item)} is ${labelOn(item, rating)}`));
  return {
    kind: 'computed',
    rating: cap.atBest,
    certainty: cap.certainty === 'assumed' ? 'assumed' : result.certainty,
    explanation: `${labelOn(target, cap.atBest)}: no better, because ${because} (without that ${result.explanation})`,
  };
}
