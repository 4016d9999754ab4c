/**
 * A row by column names; bigints as strings. Folds write each as one literal, with the same columns in the same order: rows are
 * many, and V8 builds an object with many fields several times slower from spreads.
 */
export type Row = Readonly<Record<string, unknown>>;

/** A table a projection writes to. */
export interface TableShape {
  readonly name: string;
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** The column that holds the position a row was recorded at; needed where rows are retracted. */
  readonly recordedColumn?: 'position' | 'from_position';
}

/** What a fold wants written. Rows are made when they are needed: not where a stream is only folded anew, nor where another is put in their place. */
export type Write =
  /** A row that is not there yet. One with a column `to_position` holds until it is closed. */
  | { readonly do: 'insert'; readonly table: string; readonly row: () => Row }
  /** A row in place of the one with its key. */
  | { readonly do: 'put'; readonly table: string; readonly key: Row; readonly row: () => Row }
  /** The end of a row's time, by its whole key. */
  | { readonly do: 'close'; readonly table: string; readonly key: Row; readonly at: string; readonly wasWrong?: boolean }
  /** Every row recorded so far that bears these values (of its assessment, say) no longer counts. */
  | { readonly do: 'retract'; readonly table: string; readonly of: Row; readonly at: string };

export type Closing = Extract<Write, { do: 'close' }>;
export type Retraction = Extract<Write, { do: 'retract' }>;

/** How a row's time ended. */
export interface RowEnd {
  readonly to_position?: string;
  readonly retracted_position?: string;
}

/** The end a closing gives its row. */
export const endOf = ({ at, wasWrong }: Closing): RowEnd =>
  wasWrong === true ? { to_position: at, retracted_position: at } : { to_position: at };

/** A row's key as one text. Keys are codes, ids and numbers, of which none holds a line feed. */
export function keyOf({ key }: TableShape, row: Row): string {
  let text = '';
  for (const column of key) text += `${String(row[column])}\n`;
  return text;
}
