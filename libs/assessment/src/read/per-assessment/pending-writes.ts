import type { EntityManager } from 'typeorm';

/** A row by column names; bigints as strings. */
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
  readonly #inserts = new Map<string, Record<string, unknown>>();
  readonly #puts = new Map<string, Row>();
  readonly #closings: Closing[] = [];
  readonly #retractions: Retraction[] = [];

  constructor(private readonly shape: TableShape) {}

  add(write: Write): void {
    switch (write.do) {
      case 'insert':
        this.#inserts.set(this.#keyOf(write.row), { ...write.row });
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
    await insertRows(manager, this.shape, [...this.#inserts.values()]);
    await putRows(manager, this.shape, [...this.#puts.values()]);
    if (this.#closings.length > 0) await this.#flushClosings(manager);
    if (this.#retractions.length > 0) await this.#flushRetractions(manager);
  }

  #keyOf(row: Row): string {
    return JSON.stringify(this.shape.key.map((column) => row[column]));
  }

  #close(write: Closing): void {
    const pending = this.#inserts.get(this.#keyOf(write.key));
    if (pending === undefined) {
      this.#closings.push(write);
      return;
    }
    pending['to_position'] = write.at;
    if (write.wasWrong === true) pending['retracted_position'] = write.at;
  }

  #retract(write: Retraction): void {
    for (const row of this.#inserts.values()) if (row['assessment'] === write.assessment) row['retracted_position'] ??= write.at;
    this.#retractions.push(write);
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
