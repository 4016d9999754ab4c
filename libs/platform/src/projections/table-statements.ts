import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type EntityManager, QueryFailedError } from 'typeorm';
import { type Closing, endOf, type Retraction, type Row, type TableShape } from './writes.js';

/** Lines of a COPY, each ended by a line feed, and the columns they are of. */
export interface CopiedLines {
  readonly columns: readonly string[];
  readonly lines: Buffer;
}

/** Sends lines to a table in the manager's transaction; fails as any other statement does. */
export async function copyLines(
  manager: EntityManager,
  table: string,
  { columns, lines }: CopiedLines,
  options = '',
): Promise<void> {
  if (lines.length === 0) return;
  if (manager.queryRunner === undefined) throw new TypeError('rows are copied in a transaction');
  const client = (await manager.queryRunner.connect()) as ClientBase;
  const statement = `copy ${table} (${columns.join(', ')}) from stdin ${options}`;
  const copy = client.query(copyFrom(statement));
  await new Promise<void>((resolve, reject) => {
    copy.on('finish', resolve);
    copy.on('error', (error) => {
      reject(new QueryFailedError(statement, [], error));
    });
    copy.end(lines);
  });
}

/** Inserts rows, or puts them in place of those with the same key. */
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

/** Ends rows written before. */
export async function closeRows(manager: EntityManager, shape: TableShape, closings: readonly Closing[]): Promise<void> {
  if (closings.length === 0) return;
  const rows = closings.map((closing) => ({ ...closing.key, ...endOf(closing) }));
  const retracts = closings.some(({ wasWrong }) => wasWrong === true);
  await manager.query(closingBy(shape, `json_populate_recordset(null::${shape.name}, $1::json)`, retracts), [
    JSON.stringify(rows),
  ]);
}

/** The statement that ends the rows of a table by rows of another with its key and its ends. */
export function closingBy({ name, key }: TableShape, closings: string, retracts: boolean): string {
  const retracted = ', retracted_position = least(kept.retracted_position, closed.retracted_position)';
  return `
    update ${name} as kept set to_position = closed.to_position${retracts ? retracted : ''} from ${closings} as closed
     where ${key.map((column) => `kept.${column} = closed.${column}`).join(' and ')}`;
}

/** Retracts what was recorded before each retraction only: the same stream may have begun anew since. */
export async function retractRows(
  manager: EntityManager,
  { name, recordedColumn }: TableShape,
  retractions: readonly Retraction[],
): Promise<void> {
  for (const { of, at } of retractions) {
    if (recordedColumn === undefined) throw new TypeError(`rows of ${name} cannot be retracted`);
    const values = Object.keys(of).map((column, index) => `${column} = $${String(index + 2)}`);
    await manager.query(
      `update ${name} set retracted_position = least(retracted_position, $1)
        where ${recordedColumn} < $1 and ${values.join(' and ')}`,
      [at, ...Object.values(of)],
    );
  }
}
