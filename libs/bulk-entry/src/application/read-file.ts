import { CsvError, parse } from 'csv-parse/sync';
import { unstorable } from '#kernel/text.js';
import type { BulkColumn, BulkRow } from './kinds.js';

/** Something wrong with a file: on which line, where it lies in one. */
export interface FileFault {
  readonly line: number;
  readonly detail: string;
}

/** A row with what is wrong with it already as written. */
export interface WrittenRow extends BulkRow {
  readonly fault: { readonly detail: string; readonly column?: string } | undefined;
}

/** The rows of a file, or why they cannot be told apart. */
export type BulkFile = { readonly rows: readonly WrittenRow[] } | { readonly faults: readonly FileFault[] };

/** More than a nation's year has: 211 organisations, 5 periods, 10 items. */
export const MOST_ROWS = 20_000;
const LONGEST_CELL = 600;
const LONGEST_TEXT = 2_000;

interface Line {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads CSV by a template: its header names columns of the template in any order, all that are needed among them. A row whose first
 * field begins with # is a remark, as those are that describe the columns.
 */
export function readBulkFile(text: string, columns: readonly BulkColumn[]): BulkFile {
  const lines = linesOf(text);
  if ('faults' in lines) return lines;
  const [header, ...body] = lines.filter(({ fields }) => fields.some((field) => field !== ''));
  if (header === undefined) return { faults: [{ line: 1, detail: 'The file is empty.' }] };
  const faults = faultsOfHeader(header, columns);
  if (faults.length > 0) return { faults };
  const rows = body.filter(({ fields }) => fields[0]?.startsWith('#') !== true);
  if (rows.length === 0) return { faults: [{ line: header.line, detail: 'The file has a header and no rows.' }] };
  if (rows.length > MOST_ROWS)
    return { faults: [{ line: header.line, detail: `The file has more than ${String(MOST_ROWS)} rows: divide it.` }] };
  return { rows: rows.map((row) => written(row, header.fields, columns)) };
}

function linesOf(text: string): readonly Line[] | { readonly faults: readonly FileFault[] } {
  try {
    const options = { bom: true, relax_column_count: true, info: true, trim: true } as const;
    const records = parse(text, options) as unknown as readonly { record: readonly string[]; info: { lines: number } }[];
    let next = 1;
    return records.map(({ record, info }) => {
      const line = { line: next, fields: record };
      next = info.lines + 1;
      return line;
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : 1;
    return { faults: [{ line, detail: `This is no CSV: ${error.message}.` }] };
  }
}

function faultsOfHeader({ line, fields }: Line, columns: readonly BulkColumn[]): readonly FileFault[] {
  const names = columns.map(({ name }) => name);
  const unknown = fields.filter((field) => !names.includes(field));
  const twice = fields.filter((field, index) => fields.indexOf(field) !== index);
  const missing = columns.filter(({ name, needed }) => needed && !fields.includes(name)).map(({ name }) => name);
  return [
    ...unknown.map(
      (field) => `There is no column ${field === '' ? 'without a name' : field}: the template has ${names.join(', ')}.`,
    ),
    ...twice.map((field) => `The column ${field} is there twice.`),
    ...missing.map((name) => `The column ${name} is missing.`),
  ].map((detail) => ({ line, detail }));
}

function written({ line, fields }: Line, header: readonly string[], columns: readonly BulkColumn[]): WrittenRow {
  const named = header.map((name, index) => [name, fields[index] ?? ''] as const);
  const cells = Object.fromEntries(named.filter(([, value]) => value !== ''));
  return { line, cells, fault: faultOf(fields, header, cells, columns) };
}

function faultOf(
  fields: readonly string[],
  header: readonly string[],
  cells: Readonly<Record<string, string>>,
  columns: readonly BulkColumn[],
): WrittenRow['fault'] {
  if (fields.length > header.length)
    return { detail: `has ${String(fields.length)} fields where there are ${String(header.length)} columns` };
  for (const column of columns) {
    const detail = faultOfCell(cells[column.name], column);
    if (detail !== undefined) return { detail, column: column.name };
  }
  return undefined;
}

function faultOfCell(value: string | undefined, { needed, typed }: BulkColumn): string | undefined {
  if (value === undefined) return needed ? 'is missing' : undefined;
  const longest = typed === true ? LONGEST_TEXT : LONGEST_CELL;
  if (value.length > longest) return `must have ${String(longest)} characters or fewer`;
  if (typed !== true && /[\r\n]/.test(value)) return 'must be one line';
  return unstorable(value);
}
