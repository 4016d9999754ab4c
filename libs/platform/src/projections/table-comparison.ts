import type { EntityManager } from 'typeorm';

/** How a table compares with the live one, row by row; generated numbers are left out. */
export interface TableComparison {
  readonly name: string;
  /** Rows of the rebuilt table. */
  readonly rows: number;
  readonly onlyInLive: number;
  readonly onlyInRebuilt: number;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly expression: string;
}

/**
 * Compares the rows of two tables of one shape, each given by its quoted name. Every row is hashed, and only where the sums
 * differ are the rows laid beside each other: that takes a sort of both tables, and mostly nothing differs.
 */
export async function compareTables(
  manager: EntityManager,
  live: string,
  rebuilt: string,
): Promise<Omit<TableComparison, 'name'>> {
  const list = (await columnsOf(manager, live)).map(({ expression }) => expression).join(', ');
  const [liveRows, rebuiltRows] = [await sumOf(manager, live, list), await sumOf(manager, rebuilt, list)];
  const rows = Number(rebuiltRows.count);
  if (liveRows.count === rebuiltRows.count && liveRows.sum === rebuiltRows.sum) return { rows, onlyInLive: 0, onlyInRebuilt: 0 };
  const missingFrom = async (all: string, some: string): Promise<number> => {
    const sql = `select count(*) from (select ${list} from ${all} except all select ${list} from ${some}) as missing`;
    const [found] = await manager.query<{ count: string }[]>(sql);
    return Number(found?.count);
  };
  return { rows, onlyInLive: await missingFrom(live, rebuilt), onlyInRebuilt: await missingFrom(rebuilt, live) };
}

interface RowSum {
  readonly count: string;
  /** Of the 64-bit hashes of all rows, as a decimal number. */
  readonly sum: string;
}

async function sumOf(manager: EntityManager, table: string, columns: string): Promise<RowSum> {
  const [sum] = await manager.query<RowSum[]>(
    `select count(*), coalesce(sum(hash_record_extended(row(${columns}), 0)), 0)::text as sum from ${table}`,
  );
  if (sum === undefined) throw new Error('a query without groups gives one row');
  return sum;
}

/** Whether two tables have the same columns, in whatever order; false when one of them does not exist. */
export async function haveSameShape(manager: EntityManager, one: string, other: string): Promise<boolean> {
  const shapes = [];
  for (const table of [one, other]) {
    const columns = (await columnsOf(manager, table)).map(({ name, type }) => `${name} ${type}`);
    shapes.push(columns.toSorted().join(', '));
  }
  return shapes[0] !== '' && shapes[0] === shapes[1];
}

const columnsOf = (manager: EntityManager, table: string): Promise<Column[]> => manager.query(COLUMNS, [table]);

/** Everything but numbers drawn from a sequence, which also count attempts that were rolled back. */
const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
         case when format_type(a.atttypid, null) in ('json', 'xml') then format('%I::text', a.attname) else quote_ident(a.attname) end
           as expression
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
     and coalesce(pg_get_expr(d.adbin, d.adrelid), '') not like 'nextval(%'
   order by a.attnum`;
