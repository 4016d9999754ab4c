import type { FrameworkForPeriod } from '#frameworks/contract.js';
import { NOT_APPLICABLE } from '../words/ratings.js';

/** A rating somebody may choose. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** The ratings an item may be given: its scale, best first, and "not applicable" where the framework allows it. */
export function choicesOf(item: string, { items }: Pick<FrameworkForPeriod, 'items'>): readonly Choice[] {
  const inForce = items.find(({ id }) => id === item);
  if (inForce === undefined) return [];
  return [...inForce.scale.ratings, ...(inForce.notApplicable ? [{ id: NOT_APPLICABLE, label: 'Not applicable' }] : [])];
}
