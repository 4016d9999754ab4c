import type { Report } from './finding.js';
import type { Pack, PackItem, Scale } from '../pack.js';
import type { Cadence } from '../period.js';
import type { Rule } from '../rule.js';

/** A rule where an item is rated by it: at this cadence, on this scale. */
export interface RuleUse<Used extends Rule = Rule> {
  readonly pack: Pack;
  readonly cadence: Cadence;
  readonly item: PackItem;
  readonly scale: Scale;
  readonly rule: Used;
  readonly path: string;
  readonly report: Report;
}

/** An item a rule reads, on its scale of this cadence. */
export interface Input {
  readonly item: PackItem;
  readonly scale: Scale;
}

/** The items among those named that are rated at the cadence of the use. */
export function inputsAmong(ids: readonly string[], { pack, cadence }: Pick<RuleUse, 'pack' | 'cadence'>): readonly Input[] {
  return pack.items.flatMap((item) => {
    const scale = pack.scales.find((one) => one.id === item.scale?.[cadence]);
    return ids.includes(item.id) && scale !== undefined ? [{ item, scale }] : [];
  });
}

/** Whether each place is on the scale and below the one before it. */
export const rising = (places: readonly number[]): boolean => places.every((place, index) => place > (places[index - 1] ?? -1));
