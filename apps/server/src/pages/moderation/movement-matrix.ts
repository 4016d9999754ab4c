import { scaleBand, scaleQuantize } from 'd3-scale';
import type { MovementMatrix } from '#assessment/queries.js';

/** A matrix ready to be drawn, and its numbers for the table beside it. Sizes are in the units of the picture. */
export interface DrawnMatrix {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly columns: readonly { readonly x: number; readonly lines: readonly string[] }[];
  readonly rows: readonly { readonly y: number; readonly label: string }[];
  readonly cells: readonly DrawnCell[];
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly table: readonly { readonly from: string; readonly counts: readonly number[]; readonly all: number }[];
  readonly ratings: readonly string[];
}

interface DrawnCell {
  readonly x: number;
  readonly y: number;
  readonly count: number;
  /** 0 for none, then 1 to 5. */
  readonly shade: number;
  /** Whether the rating stayed as it was. */
  readonly isSame: boolean;
}

const [CELL_WIDTH, CELL_HEIGHT, TOP] = [112, 44, 100] as const;
/** The width of a letter, generously: there is nobody to measure text on a server. */
const LETTER = 7.5;
const SHADES = [1, 2, 3, 4, 5];

/** Lays a matrix out: from down, to across, both best first; a cell is the darker the more there are. */
export function drawnMatrix({ frameworkTitle, ratings, cells }: MovementMatrix): DrawnMatrix {
  const ids = ratings.map(({ id }) => id);
  const left = 24 + LETTER * Math.max(8, ...ratings.map(({ label }) => label.length));
  const columns = scaleBand<string>()
    .domain(ids)
    .range([left, left + CELL_WIDTH * ids.length]);
  const rows = scaleBand<string>()
    .domain(ids)
    .range([TOP, TOP + CELL_HEIGHT * ids.length]);
  const shadeOf = scaleQuantize<number>()
    .domain([0, Math.max(...cells.map(({ count }) => count), 1)])
    .range(SHADES);
  const countOf = (from: string, to: string): number => cells.find((cell) => cell.from === from && cell.to === to)?.count ?? 0;
  const moved = cells.filter(({ from, to }) => from !== to).reduce((sum, { count }) => sum + count, 0);
  const all = cells.reduce((sum, { count }) => sum + count, 0);
  return {
    title: `From what to what: ${frameworkTitle}`,
    description: `${String(all)} ratings, of which ${String(moved)} came out as another than they went in as.`,
    width: left + CELL_WIDTH * ids.length + 8,
    height: TOP + CELL_HEIGHT * ids.length + 8,
    left,
    columns: ratings.map(({ id, label }) => ({ x: (columns(id) ?? 0) + CELL_WIDTH / 2, lines: inLines(label) })),
    rows: ratings.map(({ id, label }) => ({ y: (rows(id) ?? 0) + CELL_HEIGHT / 2, label })),
    cells: ids.flatMap((from) =>
      ids.map((to) => {
        const count = countOf(from, to);
        const place = { x: columns(to) ?? 0, y: rows(from) ?? 0 };
        return { ...place, count, shade: count === 0 ? 0 : shadeOf(count), isSame: from === to };
      }),
    ),
    cellWidth: CELL_WIDTH,
    cellHeight: CELL_HEIGHT,
    table: ratings.map(({ id, label }) => {
      const counts = ids.map((to) => countOf(id, to));
      return { from: label, counts, all: counts.reduce((sum, count) => sum + count, 0) };
    }),
    ratings: ratings.map(({ label }) => label),
  };
}

/** The words of a column's head, at most three lines of what a cell's width takes. */
function inLines(label: string): readonly string[] {
  const most = Math.floor(CELL_WIDTH / LETTER);
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
