/**
 * The colour of a rating's tag. The word beside it says the same: colour is never alone. Numbers have none: 3 is the best
 * score of one framework and a poor segment of another.
 */
const colours: Readonly<Record<string, string>> = {
  assured: 'green',
  'assured-with-support': 'yellow',
  'assured-as-outstanding': 'aqua-green',
  'assured-as-good': 'green',
  'limited-assurance': 'orange',
  'not-assured': 'red',
  'green-star': 'aqua-green',
  green: 'green',
  amber: 'orange',
  red: 'red',
  outstanding: 'aqua-green',
  good: 'green',
  'requires-improvement': 'orange',
  inadequate: 'red',
  'top-performing': 'aqua-green',
  'performing-well': 'green',
  'needs-improvement': 'orange',
  'greatest-need-for-improvement': 'red',
  'amber-green': 'yellow',
  'amber-red': 'orange',
  'not-applicable': 'grey',
};

/** The classes of a rating's tag; a rating of an unknown scale, such as a total, is plain. */
export const ratingClasses = (rating: string): string => `nhsuk-tag--${colours[rating] ?? 'white'}`;

/** The words for "not applicable", which no scale holds. */
export const NOT_APPLICABLE = 'not-applicable';

/** A rating as its scale words it. */
export function ratingLabel(ratings: readonly { readonly id: string; readonly label: string }[], rating: string): string {
  return ratings.find(({ id }) => id === rating)?.label ?? (rating === NOT_APPLICABLE ? 'Not applicable' : rating);
}
