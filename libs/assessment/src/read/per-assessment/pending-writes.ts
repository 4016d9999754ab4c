import type { EntityManager } from 'typeorm';

/**
 * A row by column names; bigints as strings. Folds write each as one literal: rows are many, and V8 builds an object with many
 * fields several times slower from spreads.
 */
export type Row = Readonly<Record<string, unknown>>;

/** A table a fold writes to. */
export interface TableShape {
  readonly name: string;
  /** The columns of its primary key. */
  readonly key: readonly string[];
  /** The column that holds the position a row was recorded at; needed where rows are retracted. */
  readonly recordedColumn?: 'position' | 'from_position';
}

/** What a fold wants written. */
export type Write =
  /** A row that is not there yet. */
  | { readonly do: 'insert'; readonly table: string; readonly row: Row }
  /** A row in place of the one with its key. */
  | { readonly do: 'put'; readonly table: string; readonly row: Row }
  /** The end of a row's time, by its whole key. */
  | { readonly do: 'close'; readonly table: string; readonly key: Row; readonly at: string; readonly wasWrong?: boolean }
  /** Every row of an assessment recorded so far no longer counts. */
  | { readonly do: 'retract'; readonly table: string; readonly assessment: string; readonly at: string };

type Closing = Extract<Write, { do: 'close' }>;
type Retraction = Extract<Write, { do: 'retract' }>;

/** The writes of one batch, gathered so that each table is written with a few statements however many events there were. */
export class PendingWrites {
  readonly #tables: ReadonlyMap<string, PendingTable>;

  constructor(tables: readonly TableShape[]) {
    this.#tables = new Map(tables.map((table) => [table.name, new PendingTable(table)]));
  }

  add(write: Write): void {
    const table = this.#tables.get(write.table);
    if (table === undefined) throw new TypeError(`the projection has no table ${write.table}`);
    table.add(write);
  }

  async flush(manager: EntityManager): Promise<void> {
    for (const table of this.#tables.values()) await table.flush(manager);
  }
}

class PendingTable {
  readonly #inserts = new Map<string, Row>();
  /** Ends of rows that are themselves still to be inserted, by their keys. */
  readonly #ends = new Map<string, Row>();
  readonly #puts = new Map<string, Row>();
  readonly #closings: Closing[] = [];
  readonly #retractions: Retraction[] = [];

  constructor(private readonly shape: TableShape) {}

  add(write: Write): void {
    switch (write.do) {
      case 'insert':
        this.#inserts.set(this.#keyOf(write.row), write.row);
        return;
      case 'put':
        this.#puts.set(this.#keyOf(write.row), write.row);
        return;
      case 'close':
        this.#close(write);
        return;
      case 'retract':
        this.#retract(write);
    }
  }

  async flush(manager: EntityManager): Promise<void> {
    await insertRows(manager, this.shape, this.#rowsToInsert());
    await putRows(manager, this.shape, [...this.#puts.values()]);
    if (this.#closings.length > 0) await this.#flushClosings(manager);
    if (this.#retractions.length > 0) await this.#flushRetractions(manager);
  }

  #keyOf(row: Row): string {
    // Codes, ids and numbers: none holds a line feed.
    return this.shape.key.map((column) => row[column]).join('\n');
  }

  #rowsToInsert(): readonly Row[] {
    return Array.from(this.#inserts, ([key, row]) => {
      const end = this.#ends.get(key);
      return end === undefined ? row : { ...row, ...end };
    });
  }

  #close(write: Closing): void {
    const key = this.#keyOf(write.key);
    if (!this.#inserts.has(key)) this.#closings.push(write);
    else this.#end(key, { to_position: write.at, ...(write.wasWrong === true && { retracted_position: write.at }) });
  }

  #retract(write: Retraction): void {
    for (const [key, row] of this.#inserts)
      if (row['assessment'] === write.assessment) this.#end(key, { retracted_position: write.at });
    this.#retractions.push(write);
  }

  /** What was said of a row's end first holds. */
  #end(key: string, end: Row): void {
    this.#ends.set(key, { ...end, ...this.#ends.get(key) });
  }

  async #flushClosings(manager: EntityManager): Promise<void> {
    const { name, key } = this.shape;
    const rows = this.#closings.map(({ key: of, at, wasWrong }) => ({
      ...of,
      to_position: at,
      retracted_position: wasWrong === true ? at : null,
    }));
    await manager.query(
      `update ${name} as kept
          set to_position = closed.to_position, retracted_position = coalesce(kept.retracted_position, closed.retracted_position)
         from json_populate_recordset(null::${name}, $1::json) as closed
        where ${key.map((column) => `kept.${column} = closed.${column}`).join(' and ')}`,
      [JSON.stringify(rows)],
    );
  }

  async #flushRetractions(manager: EntityManager): Promise<void> {
    const { name, recordedColumn } = this.shape;
    if (recordedColumn === undefined) throw new TypeError(`rows of ${name} cannot be retracted`);
    // Only what was recorded before it: the assessment may have been opened anew in the same batch.
    await manager.query(
      `update ${name} as kept set retracted_position = withdrawn.at
         from unnest($1::text[], $2::bigint[]) as withdrawn (assessment, at)
        where kept.assessment = withdrawn.assessment and kept.retracted_position is null and kept.${recordedColumn} < withdrawn.at`,
      [this.#retractions.map(({ assessment }) => assessment), this.#retractions.map(({ at }) => at)],
    );
  }
}

/** Inserts rows of one shape in one statement. */
async function insertRows(manager: EntityManager, { name }: TableShape, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await manager.query(
    `insert into ${name} (${columns}) select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
    [JSON.stringify(rows)],
  );
}

/** Inserts rows, or puts them in place of those with the same key, in one statement. */
export async function putRows(manager: EntityManager, { name, key }: TableShape, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const others = columns.filter((column) => !key.includes(column));
  await manager.query(
    `insert into ${name} (${columns.join(', ')})
     select ${columns.join(', ')} from json_populate_recordset(null::${name}, $1::json)
     on conflict (${key.join(', ')}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [JSON.stringify(rows)],
  );
}
