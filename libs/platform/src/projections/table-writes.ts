import { LineBuffer } from './line-buffer.js';
import type { RowLines } from './row-lines.js';
import type { CopiedLines } from './table-statements.js';
import { type Closing, endOf, keyOf, type Retraction, type Row, type TableShape, type Write } from './writes.js';

/**
 * The writes to one table, gathered until somebody takes them to write them. A row that is closed meanwhile is written once,
 * with its end.
 */
export class TableWrites {
  /** Of rows of which nothing more will be said, except perhaps that they are retracted. */
  readonly #lines = new LineBuffer();
  /** Rows that may yet be closed, by their keys, oldest first. */
  readonly #open = new Map<string, Row>();
  /** The last row put for each key, those put last at the end. */
  readonly #puts = new Map<string, () => Row>();
  /** Ends of rows that were taken before. */
  #closings: Closing[] = [];
  #retractions: Retraction[] = [];

  constructor(
    readonly shape: TableShape,
    readonly rowLines: RowLines,
  ) {}

  get columns(): readonly string[] {
    return this.rowLines.columns;
  }

  /** How many bytes are ready to be taken. */
  get bytes(): number {
    return this.#lines.length;
  }

  get puts(): number {
    return this.#puts.size;
  }

  get closings(): number {
    return this.#closings.length;
  }

  add(write: Write): void {
    switch (write.do) {
      case 'insert':
        this.#insert(write.row());
        return;
      case 'put':
        this.#put(keyOf(this.shape, write.key), write.row);
        return;
      case 'close':
        this.#close(keyOf(this.shape, write.key), write);
        return;
      case 'retract':
        this.#retractions.push(write);
    }
  }

  /** Makes lines of the rows that may yet be closed, but for so many of the last. */
  settle(leaveOpen: number): void {
    for (const row of firstOf(this.#open, leaveOpen)) this.#lines.add(this.rowLines.lineOf(row));
  }

  takeLines(): CopiedLines {
    return { columns: this.columns, lines: this.#lines.take() };
  }

  takePuts(): readonly Row[] {
    return Array.from(firstOf(this.#puts, 0), (row) => row());
  }

  /** The rows put, as lines, but for so many of the last, which may yet be put again. */
  *takePutLines(leave: number): Generator<string> {
    for (const row of firstOf(this.#puts, leave)) yield this.rowLines.lineOf(row());
  }

  takeClosings(): readonly Closing[] {
    const closings = this.#closings;
    this.#closings = [];
    return closings;
  }

  takeRetractions(): readonly Retraction[] {
    const retractions = this.#retractions;
    this.#retractions = [];
    return retractions;
  }

  #insert(row: Row): void {
    if ('to_position' in row) this.#open.set(keyOf(this.shape, row), row);
    else this.#lines.add(this.rowLines.lineOf(row));
  }

  #put(key: string, row: () => Row): void {
    this.#puts.delete(key);
    this.#puts.set(key, row);
  }

  #close(key: string, closing: Closing): void {
    const row = this.#open.get(key);
    if (row === undefined) return void this.#closings.push(closing);
    this.#open.delete(key);
    this.#lines.add(this.rowLines.lineOf(row, endOf(closing)));
  }
}

/** Takes out all rows but so many, those first in that went in first. */
function* firstOf<Kept>(rows: Map<string, Kept>, leave: number): Generator<Kept> {
  for (const [key, row] of rows) {
    if (rows.size <= leave) return;
    rows.delete(key);
    yield row;
  }
}
