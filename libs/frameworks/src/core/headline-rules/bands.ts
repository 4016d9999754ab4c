import type { ItemInForce } from '../framework-for-period.js';
import type { RuleOfKind } from '../rule.js';
import { inputsOf, labelOn, type RatingsByItem, type RuleOutcome } from './outcome.js';

/** The first band, best first, that the source item's rating reaches. The result is as certain as that band. */
export function bands(
  rule: RuleOfKind<'bands'>,
  target: ItemInForce,
  items: readonly ItemInForce[],
  ratings: RatingsByItem,
): RuleOutcome {
  const source = items.filter((item) => item.id === rule.of);
  const from = inputsOf(source, ratings).rated[0];
  if (from === undefined) return { kind: 'incomplete', missing: [rule.of] };
  const rankOf = (rating: string) => from.item.scale.ratings.findIndex((one) => one.id === rating);
  const reached = rule.bands.findIndex((band) => from.rank <= rankOf(band.from));
  const band = rule.bands[reached];
  if (band === undefined) return { kind: 'incomplete', missing: [rule.of] };
  const better = rule.bands[reached - 1];
  const best = from.item.scale.ratings[0]?.label ?? '';
  const score = `${labelOn(target, band.rating)}: ${labelOn(from.item, from.rating)} of ${best}`;
  const edge =
    better === undefined
      ? `${labelOn(target, band.rating)} needs ${labelOn(from.item, band.from)}`
      : `${labelOn(target, better.rating)} needs ${labelOn(from.item, better.from)}`;
  return { kind: 'computed', rating: band.rating, certainty: band.certainty, explanation: `${score}; ${edge}` };
}
