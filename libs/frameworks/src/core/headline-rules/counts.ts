import type { ItemInForce } from '../framework-for-period.js';
import type { Need, RuleOfKind } from '../rule.js';
import {
  inputsOf,
  labelOn,
  missingFrom,
  type RatedItem,
  type RatingsByItem,
  type RuleInputs,
  type RuleOutcome,
  skippedIn,
} from './outcome.js';

/** The first tier, best first, whose needs the ratings of a kind of item meet. */
export function counts(
  rule: RuleOfKind<'counts'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const over = items.filter((item) => item.kind === rule.over);
  const inputs = inputsOf(over, ratings);
  const missing = missingFrom(over, inputs);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const reached = rule.tiers.findIndex((tier) => tier.needs.every((need) => isMet(need, inputs.rated)));
  const tier = rule.tiers[reached];
  if (tier === undefined) return { kind: 'incomplete', missing: over.map((item) => item.id) };
  const unmet = rule.tiers[reached - 1]?.needs.find((need) => !isMet(need, inputs.rated));
  const met = tier.needs.map((need) => counted(need, inputs)).join(', ');
  const reason = met === '' ? `the needs of no better rating are met: ${counted(unmet, inputs)}` : met;
  return {
    kind: 'computed',
    rating: tier.rating,
    certainty: tier.certainty,
    explanation: `${labelOn(target, tier.rating)}: ${reason}${skippedIn(inputs)}`,
  };
}

const numberOf = ({ ratings }: Need, rated: readonly RatedItem[]): number =>
  rated.filter((one) => ratings.includes(one.rating)).length;

function isMet(need: Need, rated: readonly RatedItem[]): boolean {
  const number = numberOf(need, rated);
  return number >= (need.atLeast ?? 0) && number <= (need.atMost ?? Infinity);
}

/** "3 of 5 are Outstanding (at least 2 needed)". */
function counted(need: Need | undefined, { rated }: RuleInputs): string {
  const item = rated[0]?.item;
  if (need === undefined || item === undefined) return 'it asks for nothing';
  const labels = need.ratings.map((rating) => labelOn(item, rating)).join(' or ');
  const bounds = [
    ...(need.atLeast === undefined ? [] : [`at least ${String(need.atLeast)} needed`]),
    ...(need.atMost === undefined ? [] : [`at most ${String(need.atMost)} allowed`]),
  ].join(', ');
  return `${String(numberOf(need, rated))} of ${String(rated.length)} ${rated.length === 1 ? 'is' : 'are'} ${labels} (${bounds})`;
}
