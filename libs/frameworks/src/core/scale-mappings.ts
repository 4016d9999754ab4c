import type { Pack, Scale, ScaleMapping } from './pack.js';
import { cadenceOf, type Period } from './period.js';

/** Whether two scales, of one framework or two, are one: the same id and the same ratings in the same order. */
export const sameScale = (one: Scale, other: Scale): boolean =>
  one.id === other.id && one.ratings.map(({ id }) => id).join('\n') === other.ratings.map(({ id }) => id).join('\n');

/**
 * The mapping between two scales that a pack holds, with its source and certainty, or undefined where none says which rating
 * stands for which. It re-scales nothing: a rating stays on the scale it was given on.
 */
export const mappingBetween = (packs: readonly Pick<Pack, 'mappings'>[], from: string, to: string): ScaleMapping | undefined =>
  packs.flatMap((pack) => pack.mappings ?? []).find((mapping) => mapping.from === from && mapping.to === to);

/**
 * What a rating of one scale is on another, so that the two may stand in one comparison: itself where they are one scale, its pair
 * where a mapping was published. Undefined otherwise, also where a mapping is assumed.
 */
export function ratingOn(
  packs: readonly Pick<Pack, 'mappings'>[],
  rating: string,
  { from, to }: { readonly from: Scale; readonly to: Scale },
): string | undefined {
  if (sameScale(from, to)) return rating;
  const forth = published(mappingBetween(packs, from.id, to.id))?.find((pair) => pair.from === rating)?.to;
  return forth ?? published(mappingBetween(packs, to.id, from.id))?.find((pair) => pair.to === rating)?.from;
}

const published = (mapping: ScaleMapping | undefined): ScaleMapping['pairs'] | undefined =>
  mapping?.certainty === 'published' ? mapping.pairs : undefined;

/**
 * The scale, other than its own in that period, on which a source put an item's rating again: one the item is rated on at another
 * cadence, or one a mapping leads to. Undefined where the rating stands on none of them.
 */
export function scaleOfRestatement(
  pack: Pick<Pack, 'items' | 'scales' | 'mappings'>,
  { item, period, rating }: { readonly item: string; readonly period: Period; readonly rating: string },
): Scale | undefined {
  const scales = pack.items.find(({ id }) => id === item)?.scale ?? {};
  const own = scales[cadenceOf(period)];
  const mapped = (pack.mappings ?? []).flatMap(({ from, to }) => (from === own ? [to] : []));
  const others = new Set([...Object.values(scales), ...mapped].filter((id) => id !== own));
  return pack.scales.find(({ id, ratings }) => others.has(id) && ratings.some((one) => one.id === rating));
}
