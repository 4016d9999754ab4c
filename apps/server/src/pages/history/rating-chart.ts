import { scaleBand, scalePoint } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { partOfYear, periodInWords } from '../words/periods.js';

/** Ratings on one scale, in the order of their periods. */
export interface ChartSegment {
  /** The scale, best first. */
  readonly ratings: readonly { readonly id: string; readonly label: string }[];
  /** Each with the title of the framework it was rated under. */
  readonly points: readonly {
    readonly period: string;
    readonly rating: string;
    readonly label: string;
    readonly framework: string;
  }[];
}

/** A step line per scale, ready to be laid out: sizes are in the units of the picture. */
export interface RatingChart {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly panels: readonly ChartPanel[];
  /** The same numbers for the table. */
  readonly rows: readonly { readonly period: string; readonly label: string; readonly framework: string }[];
}

interface ChartPanel {
  readonly title: string;
  /** Where its scale's words begin. */
  readonly start: number;
  readonly left: number;
  readonly right: number;
  readonly path: string;
  readonly rules: readonly { readonly y: number; readonly label: string }[];
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly ticks: readonly { readonly x: number; readonly part: string; readonly year: string }[];
}

const HEIGHT = 260;
const TOP = 40;
const BOTTOM = 200;
const PER_PERIOD = 84;
/** The width of a letter, generously: there is nobody to measure text on a server. */
const LETTER = 7.5;

/** Room for a scale's words beside its panel. */
const labelsOf = ({ ratings }: ChartSegment): number => 24 + LETTER * Math.max(...ratings.map(({ label }) => label.length), 8);

/** The panel itself: never narrower than its title. */
const columnsOf = (segment: ChartSegment): number =>
  Math.max(PER_PERIOD * segment.points.length, LETTER * titleOf(segment).length + 24);

/** The frameworks that rated on this scale: the first of them, and how many came after it. */
function titleOf({ points }: ChartSegment): string {
  const [first = '', ...later] = new Set(points.map(({ framework }) => framework));
  return later.length === 0 ? first : `${first} and ${String(later.length)} after it, on one scale`;
}

const widthOf = (segment: ChartSegment): number => labelsOf(segment) + columnsOf(segment);

/** Lays the segments out beside one another: a line never joins two scales. */
export function ratingChart(item: string, segments: readonly ChartSegment[]): RatingChart {
  const widths = segments.map(widthOf);
  const panels = segments.map((segment, index) =>
    panelOf(
      segment,
      widths.slice(0, index).reduce((sum, width) => sum + width, 0),
    ),
  );
  const rows = segments.flatMap(({ points }) =>
    points.map(({ period, label, framework }) => ({ period: periodInWords(period), label, framework })),
  );
  return {
    title: `${item} over time`,
    description: rows.map(({ period, label }) => `${period}: ${label}`).join('. '),
    width: widths.reduce((sum, width) => sum + width, 0),
    height: HEIGHT,
    panels,
    rows,
  };
}

function panelOf(segment: ChartSegment, offset: number): ChartPanel {
  const { ratings, points } = segment;
  const title = titleOf(segment);
  const [left, end] = [offset + labelsOf(segment), offset + widthOf(segment)];
  const known = ratings.length > 0 ? ratings : points.map(({ rating, label }) => ({ id: rating, label }));
  const levels = scalePoint<string>()
    .domain(known.map(({ id }) => id))
    .range([TOP, BOTTOM])
    .padding(0.5);
  const columns = scaleBand<string>()
    .domain(points.map(({ period }) => period))
    .range([left, left + PER_PERIOD * points.length]);
  const placed = points.map((point) => ({ ...point, x: columns(point.period) ?? left, y: levels(point.rating) }));
  const steps = [...placed, ...placed.slice(-1).map((last) => ({ ...last, x: last.x + columns.bandwidth() * 0.8 }))];
  const draw = line<{ x: number; y: number | undefined }>()
    // "Not applicable" is on no scale: the line has a gap there.
    .defined(({ y }) => y !== undefined)
    .x(({ x }) => x)
    .y(({ y }) => y ?? BOTTOM)
    .curve(curveStepAfter);
  return {
    title,
    start: offset,
    left,
    right: end - 12,
    path: draw(steps) ?? '',
    rules: known.map(({ id, label }) => ({ y: levels(id) ?? TOP, label })),
    points: placed.flatMap(({ x, y }) => (y === undefined ? [] : [{ x, y }])),
    ticks: points.map(({ period }) => ({
      x: columns(period) ?? offset,
      part: partOfYear(period).replace('Quarter ', 'Q'),
      year: period.slice(0, 7),
    })),
  };
}
