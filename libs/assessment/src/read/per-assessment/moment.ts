/** Which moment of the record a question is about. */
export interface Moment {
  /** What had been recorded up to that position of the log; left out, everything. */
  readonly asAtPosition?: bigint | undefined;
}

/** The last position a `bigint` column can hold: later than every event. */
const NOW = 2n ** 63n - 1n;

/** The position a question is asked at, as a query's parameter. */
export const positionOf = ({ asAtPosition }: Moment): string => String(asAtPosition ?? NOW);

/** SQL for rows recorded by a position and not retracted by then. `parameter` is a placeholder such as `$1`. */
export const recordedBy = (parameter: string, column: 'position' | 'from_position' = 'from_position'): string =>
  `${column} <= ${parameter}::bigint and (retracted_position is null or retracted_position > ${parameter}::bigint)`;

/** SQL for the rows that held at a position. */
export const heldAt = (parameter: string): string =>
  `${recordedBy(parameter)} and (to_position is null or to_position > ${parameter}::bigint)`;

/** A page of a list; `next` is the cursor to continue after, there when more follow. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** A page of at most `limit` out of the rows found, of which one too many was asked for. */
export function pageOf<Item>(found: readonly Item[], limit: number, cursorOf: (item: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined ? { items, next: cursorOf(last) } : { items };
}
