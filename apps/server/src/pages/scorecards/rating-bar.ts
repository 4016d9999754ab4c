import { ratingClasses } from '../words/ratings.js';

/** How many organisations have a rating. */
export interface RatingCount {
  readonly rating: string;
  readonly label: string;
  readonly count: number;
  /** Of all that are rated, to a tenth. */
  readonly percent: string;
  readonly classes: string;
}

/** A part of the bar; its numbers stand in the table beside it as well. */
export interface BarPart extends RatingCount {
  readonly x: number;
  readonly width: number;
  /** Whether there is room for its number inside. */
  readonly hasRoom: boolean;
  readonly fill: string;
}

/** Ratings drawn as one bar, best first, with what it says in words. */
export interface RatingBar {
  readonly width: number;
  readonly parts: readonly BarPart[];
  readonly total: number;
  readonly description: string;
}

const WIDTH = 960;
const ROOM_FOR_A_NUMBER = 36;
const GAP = 2;

/** Lays out how often each rating of a scale was given; ratings nobody has are counted and not drawn. */
export function ratingBar(
  scale: readonly { readonly id: string; readonly label: string }[],
  ratings: readonly string[],
): { readonly counts: readonly RatingCount[]; readonly bar: RatingBar } {
  const known = [...scale, ...(ratings.includes('not-applicable') ? [{ id: 'not-applicable', label: 'Not applicable' }] : [])];
  const counts = known.map(({ id, label }): RatingCount => {
    const count = ratings.filter((rating) => rating === id).length;
    const percent = ratings.length === 0 ? '0' : ((count / ratings.length) * 100).toFixed(1);
    return { rating: id, label, count, percent, classes: ratingClasses(id) };
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return { counts, bar: { width: WIDTH, parts: partsOf(counts, total), total, description: inWords(counts, total) } };
}

function partsOf(counts: readonly RatingCount[], total: number): readonly BarPart[] {
  let x = 0;
  return counts
    .filter(({ count }) => count > 0)
    .map((one) => {
      const width = Math.round((one.count / total) * WIDTH * 10) / 10;
      const part = {
        ...one,
        x,
        width: Math.max(width - GAP, 1),
        hasRoom: width >= ROOM_FOR_A_NUMBER,
        fill: `app-bar__part--${one.classes.replace('nhsuk-tag--', '')}`,
      };
      x += width;
      return part;
    });
}

const inWords = (counts: readonly RatingCount[], total: number): string =>
  `Of ${String(total)} organisations rated: ${counts.map(({ label, count }) => `${label} ${String(count)}`).join(', ')}.`;
