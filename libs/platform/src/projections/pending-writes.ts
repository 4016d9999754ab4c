import type { Statement } from '../read-store/flight.js';
import type { RowLines } from './row-lines.js';
import { closing, copying, putting, retracting } from './table-statements.js';
import { TableWrites } from './table-writes.js';
import type { TableShape, Write } from './writes.js';

/** The writes of one batch, gathered so that each table is written with a few statements however many events there were. */
export class PendingWrites {
  readonly #tables: ReadonlyMap<string, TableWrites>;

  constructor(shapes: readonly TableShape[], lines: ReadonlyMap<string, RowLines>) {
    this.#tables = gathering(shapes, lines);
  }

  add(write: Write): void {
    tableOf(write, this.#tables).add(write);
  }

  /** The statements that write what was gathered. */
  takeStatements(): readonly Statement[] {
    return [...this.#tables.values()].flatMap((table) => {
      const { shape } = table;
      table.settle(0);
      return [
        ...copying(shape.name, table.takeLines()),
        ...putting(shape, table.takePuts()),
        ...closing(shape, table.takeClosings()),
        ...retracting(shape, table.takeRetractions()),
      ];
    });
  }
}

/** For each table, where its writes are gathered. */
export const gathering = (
  shapes: readonly TableShape[],
  lines: ReadonlyMap<string, RowLines>,
): ReadonlyMap<string, TableWrites> =>
  new Map(
    shapes.map((shape) => {
      const rowLines = lines.get(shape.name);
      if (rowLines === undefined) throw new TypeError(`nothing is known of the table ${shape.name}`);
      return [shape.name, new TableWrites(shape, rowLines)];
    }),
  );

/** The table a write goes to. */
export function tableOf(write: Write, tables: ReadonlyMap<string, TableWrites>): TableWrites {
  const table = tables.get(write.table);
  if (table === undefined) throw new TypeError(`the projection has no table ${write.table}`);
  return table;
}
