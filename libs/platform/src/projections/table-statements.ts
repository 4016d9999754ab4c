import type { Statement } from '../read-store/flight.js';
import { type Closing, endOf, type Retraction, type Row, type TableShape } from './writes.js';

/** Lines of a COPY, each ended by a line feed, and the columns they are of. */
export interface CopiedLines {
  readonly columns: readonly string[];
  readonly lines: Buffer;
}

/** Inserts lines. */
export const copying = (table: string, { columns, lines }: CopiedLines, options = ''): readonly Statement[] =>
  lines.length === 0 ? [] : [{ text: `copy ${table} (${columns.join(', ')}) from stdin ${options}`, data: lines }];

/** Inserts rows, or puts them in place of those with the same key. */
export function putting({ name, key }: TableShape, rows: readonly Row[]): readonly Statement[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = Object.keys(first);
  const others = columns.filter((column) => !key.includes(column));
  const text = `
    insert into ${name} (${columns.join(', ')})
    select ${columns.join(', ')} from json_populate_recordset(null::${name}, $1::json)
    on conflict (${key.join(', ')}) do update set ${others.map((column) => `${column} = excluded.${column}`).join(', ')}`;
  return [{ text, values: [JSON.stringify(rows)] }];
}

/** Ends rows written before. */
export function closing(shape: TableShape, closings: readonly Closing[]): readonly Statement[] {
  if (closings.length === 0) return [];
  const rows = closings.map((closing) => ({ ...closing.key, ...endOf(closing) }));
  const retracts = closings.some(({ wasWrong }) => wasWrong === true);
  const from = `json_populate_recordset(null::${shape.name}, $1::json)`;
  return [{ text: closingBy(shape, from, retracts), values: [JSON.stringify(rows)] }];
}

/** The text that ends the rows of a table by rows of another with its key and its ends. */
export function closingBy({ name, key }: TableShape, closings: string, retracts: boolean): string {
  const retracted = ', retracted_position = least(kept.retracted_position, closed.retracted_position)';
  return `
    update ${name} as kept set to_position = closed.to_position${retracts ? retracted : ''} from ${closings} as closed
     where ${key.map((column) => `kept.${column} = closed.${column}`).join(' and ')}`;
}

/** Retracts what was recorded before each retraction only: the same stream may have begun anew since. */
export const retracting = ({ name, recordedColumn }: TableShape, retractions: readonly Retraction[]): readonly Statement[] =>
  retractions.map(({ of, at }) => {
    if (recordedColumn === undefined) throw new TypeError(`rows of ${name} cannot be retracted`);
    const bears = Object.keys(of).map((column, index) => `${column} = $${String(index + 2)}`);
    const text = `
      update ${name} set retracted_position = least(retracted_position, $1)
       where ${recordedColumn} < $1 and ${bears.join(' and ')}`;
    return { text, values: [at, ...Object.values(of).map(String)] };
  });
