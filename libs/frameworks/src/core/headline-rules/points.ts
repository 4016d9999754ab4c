import type { Points } from '../rule.js';
import type { RatedItem } from './outcome.js';

/** What ratings count for together. */
export const pointsOf = (points: Points, rated: readonly Pick<RatedItem, 'rating'>[]): number =>
  rated.reduce((total, { rating }) => total + (points.find((one) => one.rating === rating)?.points ?? 0), 0);
