import type { ItemInForce } from '../framework-for-period.js';
import { NOT_APPLICABLE } from '../pack.js';
import type { Certainty } from '../provenance.js';

/** What a rule made of the ratings. */
export type RuleOutcome =
  /** A rating of the item's scale, how it came about in words, and how sure the part of the rule is that gave it. */
  | { readonly kind: 'computed'; readonly rating: string; readonly explanation: string; readonly certainty: Certainty }
  /** The rule leaves it to people. */
  | { readonly kind: 'judgement' }
  /** Items that must be rated before the rule says anything. */
  | { readonly kind: 'incomplete'; readonly missing: readonly string[] };

/** Ratings by item id: those given by people and those already computed. */
export type RatingsByItem = Readonly<Record<string, string>>;

/** An item with a rating of its own scale. */
export interface RatedItem {
  readonly item: ItemInForce;
  readonly rating: string;
  /** Its place on the scale; 0 is best. */
  readonly rank: number;
}

/** The items a rule looks at, sorted by whether they have a rating, do not apply, or are still to be rated. */
export interface RuleInputs {
  readonly rated: readonly RatedItem[];
  readonly notApplicable: readonly ItemInForce[];
  readonly missing: readonly string[];
}

/** A rating on no scale of the item counts as missing: a rule never guesses. */
export function inputsOf(items: readonly ItemInForce[], ratings: RatingsByItem): RuleInputs {
  const rated: RatedItem[] = [];
  const notApplicable: ItemInForce[] = [];
  const missing: string[] = [];
  for (const item of items) {
    const rating = ratings[item.id];
    const rank = item.scale.ratings.findIndex((one) => one.id === rating);
    if (rating === NOT_APPLICABLE && item.notApplicable) notApplicable.push(item);
    else if (rating === undefined || rank < 0) missing.push(item.id);
    else rated.push({ item, rating, rank });
  }
  return { rated, notApplicable, missing };
}

/** What is missing: unrated items, or all of them when none applies, since a rule needs at least one rating. */
export function missingFrom(items: readonly ItemInForce[], inputs: RuleInputs): readonly string[] {
  if (inputs.missing.length > 0) return inputs.missing;
  return inputs.rated.length === 0 ? items.map((item) => item.id) : [];
}

/** The name of an item in a sentence. */
export const nameOf = (item: ItemInForce): string => item.shortLabel ?? item.label;

/** The label of a rating on an item's scale; the rating itself where the scale does not have it. */
export const labelOn = (item: ItemInForce, rating: string): string =>
  item.scale.ratings.find((one) => one.id === rating)?.label ?? rating;

/** "Domain 3", "Domain 3 and Domain 5", "Domain 1, Domain 3 and Domain 5". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The half-sentence that names what was skipped; empty when nothing was. */
export function skippedIn(inputs: RuleInputs): string {
  if (inputs.notApplicable.length === 0) return '';
  const names = listed(inputs.notApplicable.map(nameOf));
  return `; ${names} ${inputs.notApplicable.length === 1 ? 'does' : 'do'} not apply`;
}
