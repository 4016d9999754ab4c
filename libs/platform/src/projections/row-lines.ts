import type { EntityManager } from 'typeorm';
import type { Row, RowEnd } from './writes.js';

/** How the values of a column are told to PostgreSQL. */
type ColumnKind = 'plain' | 'array' | 'json';

/** The columns that tell how a row's time ended: the last of a line, for they may become known after all the others. */
const ENDS = ['to_position', 'retracted_position'] as const;
const isEnd = (column: string): boolean => column === 'to_position' || column === 'retracted_position';

/** Turns rows of one table into lines of a COPY. All have the same columns in the same order. */
export class RowLines {
  readonly #kindOf: ReadonlyMap<string, ColumnKind>;
  /** Known from the first row on. */
  #columns: readonly string[] = [];
  #kinds: readonly ColumnKind[] = [];
  #ends: readonly (typeof ENDS)[number][] = [];

  private constructor(
    readonly table: string,
    kinds: ReadonlyMap<string, ColumnKind>,
  ) {
    this.#kindOf = kinds;
  }

  /** Looks up what kind of columns the table has. */
  static async of(table: string, manager: EntityManager): Promise<RowLines> {
    const columns = await manager.query<{ name: string; kind: ColumnKind }[]>(COLUMN_KINDS, [table]);
    return new RowLines(table, new Map(columns.map(({ name, kind }) => [name, kind])));
  }

  /** Lines of other columns of the same table. */
  anew(): RowLines {
    return new RowLines(this.table, this.#kindOf);
  }

  /** The columns of every line, for a COPY. */
  get columns(): readonly string[] {
    return [...this.#columns, ...this.#ends];
  }

  /** A row's line; what the row itself says of its end does not count. */
  lineOf(row: Row, end: RowEnd = {}): string {
    if (this.#columns.length === 0) this.#learn(row);
    const texts: string[] = [];
    for (const column in row) {
      if (isEnd(column)) continue;
      const index = texts.length;
      if (this.#columns[index] !== column) throw new TypeError(`a row of ${this.table} has other columns than the first`);
      texts.push(textOf(row[column], this.#kinds[index]));
    }
    for (const column of this.#ends) texts.push(end[column] ?? NULL);
    // Joined at once: a line that grew piece by piece would keep all the pieces until it is sent.
    return texts.join('\t');
  }

  #learn(row: Row): void {
    const columns = Object.keys(row);
    this.#columns = columns.filter((column) => !isEnd(column));
    this.#kinds = this.#columns.map((column) => this.#kindOf.get(column) ?? 'plain');
    this.#ends = ENDS.filter((column) => columns.includes(column));
  }
}

/** How rows of tables become lines, looked up once per table. */
export class LinesOfTables {
  readonly #lines = new Map<string, RowLines>();

  async lookUp(tables: readonly string[], manager: EntityManager): Promise<ReadonlyMap<string, RowLines>> {
    for (const table of tables) if (!this.#lines.has(table)) this.#lines.set(table, await RowLines.of(table, manager));
    return this.#lines;
  }
}

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function textOf(value: unknown, kind: ColumnKind | undefined): string {
  if (value === null || value === undefined) return NULL;
  if (kind === 'json') return escaped(JSON.stringify(value));
  if (kind === 'array') return escaped(arrayLiteral(value as readonly unknown[]));
  return typeof value === 'string' ? escaped(value) : plain(value);
}

const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character) : text;

const arrayLiteral = (values: readonly unknown[]): string => `{${values.map(arrayElement).join(',')}}`;

const arrayElement = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : `"${plain(value).replaceAll(/["\\]/g, '\\$&')}"`;

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  throw new TypeError(`a column that holds neither JSON nor an array cannot hold a value of the type ${typeof value}`);
}

const COLUMN_KINDS = `
  select a.attname as name,
         case when t.typcategory = 'A' then 'array' when t.typname in ('json', 'jsonb') then 'json' else 'plain' end as kind
    from pg_attribute a join pg_type t on t.oid = a.atttypid
   where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped`;
