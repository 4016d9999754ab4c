import type { FrameworkTerms, ItemInForce } from './framework-terms.js';

/** The item of that id in the pack, or undefined. */
export const itemInForce = (terms: FrameworkTerms, id: string): ItemInForce | undefined =>
  terms.items.find((item) => item.id === id);

/** Whether a rule of the pack computes the item; an item whose rule is a judgement is rated by hand like any other. */
export function isComputed(terms: FrameworkTerms, item: ItemInForce): boolean {
  if (item.rule === undefined) return false;
  const rule = terms.rules.find((candidate) => candidate.id === item.rule);
  return rule !== undefined && rule.kind !== 'judgement';
}

/** The items the assessor must rate before submission: neither computed by a rule nor given from elsewhere. */
export const itemsRatedByHand = (terms: FrameworkTerms): readonly ItemInForce[] =>
  terms.items.filter((item) => !item.given && !isComputed(terms, item));

/** The items the ladder judges, computed ones included: a stage's decision has an entry for each. */
export const itemsJudged = (terms: FrameworkTerms): readonly ItemInForce[] => terms.items.filter((item) => !item.given);

/** The pack's headline, where it has one for this cadence. */
export const headlineItem = (terms: FrameworkTerms): ItemInForce | undefined =>
  terms.items.find((item) => item.kind === 'headline');
