import { CsvError, parse } from 'csv-parse/sync';
import type { FileFault, SourceRow } from '../core/ods-files/source-file.js';

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** Cuts a CSV text into rows with their lines; a text that is not CSV is a fault with its line. */
export function readCsv(text: string): { readonly rows: readonly SourceRow[] } | { readonly fault: FileFault } {
  try {
    const records = parse(text, { bom: true, relax_column_count: true, info: true }) as unknown as readonly ParsedRecord[];
    let line = 1;
    const rows = records.map(({ record, info }) => {
      const row = { line, fields: record };
      line = info.lines + 1;
      return row;
    });
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? { line: error['lines'] } : {};
    return { fault: { rule: 'text-is-not-csv', detail: error.message, ...line } };
  }
}
