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

/** Compares the rows of two tables of one shape, each given by its quoted name. */
export async function compareTables(
  manager: EntityManager,
  live: string,
  rebuilt: string,
): Promise<Omit<TableComparison, 'name'>> {
  const list = (await columnsOf(manager, live)).map(({ expression }) => expression).join(', ');
  const [liveRows, rebuiltRows] = [live, rebuilt].map((table) => `select ${list} from ${table}`);
  const [counts] = await manager.query<Record<'rows' | 'live' | 'rebuilt', string>[]>(
    `select (select count(*) from ${rebuilt}) as rows,
            (select count(*) from (${liveRows} except all ${rebuiltRows}) as missing) as live,
            (select count(*) from (${rebuiltRows} except all ${liveRows}) as added) as rebuilt`,
  );
  return { rows: Number(counts?.rows), onlyInLive: Number(counts?.live), onlyInRebuilt: Number(counts?.rebuilt) };
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
