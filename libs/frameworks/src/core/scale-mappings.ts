import type { Pack, Scale, ScaleMapping } from './pack.js';

/** Whether two scales, of one framework or two, are one: the same id and the same ratings in the same order. */
export const sameScale = (one: Scale, other: Scale): boolean =>
  one.id === other.id && one.ratings.map(({ id }) => id).join('\n') === other.ratings.map(({ id }) => id).join('\n');

/**
 * The mapping between two scales that a pack holds, with its source and certainty, or undefined where none says which rating
 * stands for which. It re-scales nothing: a rating stays on the scale it was given on.
 */
export const mappingBetween = (packs: readonly Pick<Pack, 'mappings'>[], from: string, to: string): ScaleMapping | undefined =>
  packs.flatMap((pack) => pack.mappings ?? []).find((mapping) => mapping.from === from && mapping.to === to);

/** Whether ratings of two scales may stand in one comparison: on one scale, or by a mapping that was published. */
export const comparable = (packs: readonly Pick<Pack, 'mappings'>[], one: Scale, other: Scale): boolean =>
  sameScale(one, other) || isPublished(packs, one.id, other.id) || isPublished(packs, other.id, one.id);

const isPublished = (packs: readonly Pick<Pack, 'mappings'>[], from: string, to: string): boolean =>
  mappingBetween(packs, from, to)?.certainty === 'published';
