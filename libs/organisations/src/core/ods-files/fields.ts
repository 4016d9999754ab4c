import { type BusinessDate, isRealDate } from '#kernel/business-date.js';
import { unstorable } from '#kernel/text.js';
import type { FileFault, SourceRow } from './source-file.js';

/** Reads the fields of one row, trimmed, and notes what is wrong with it. */
export class RowReader {
  private readonly noted: FileFault[] = [];
  private readonly fields: readonly string[];

  constructor(private readonly row: SourceRow) {
    this.fields = row.fields.map((field) => field.trim());
    const reason = row.fields.map(unstorable).find((found) => found !== undefined);
    if (reason !== undefined) this.fault('text-cannot-be-stored', reason);
  }

  get line(): number {
    return this.row.line;
  }

  get faults(): readonly FileFault[] {
    return this.noted;
  }

  fault(rule: string, detail: string): void {
    this.noted.push({ rule, detail, line: this.row.line });
  }

  /** The row has exactly so many fields; otherwise nothing else of it can be trusted. */
  hasFields(count: number): boolean {
    if (this.fields.length === count) return true;
    this.fault(
      'row-has-wrong-number-of-fields',
      `the row has ${String(this.fields.length)} fields, ${String(count)} were expected`,
    );
    return false;
  }

  /** The field, undefined when it is empty. */
  text(index: number): string | undefined {
    const field = this.fields[index];
    return field === undefined || field === '' ? undefined : field;
  }

  /** A field that must be there. */
  required(index: number, what: string): string {
    const field = this.text(index);
    if (field === undefined) this.fault('field-is-missing', `${what} is missing`);
    return field ?? '';
  }

  /** A code that must be there and look like one. */
  code(index: number, what: string, pattern: RegExp): string {
    const field = this.required(index, what);
    if (field !== '') this.mustMatch(field, what, pattern);
    return field;
  }

  /** A code that may be missing. */
  optionalCode(index: number, what: string, pattern: RegExp): string | undefined {
    const field = this.text(index);
    if (field !== undefined) this.mustMatch(field, what, pattern);
    return field;
  }

  /** A date written YYYYMMDD or YYYY-MM-DD. */
  date(index: number, what: string): BusinessDate | undefined {
    const field = this.text(index);
    if (field === undefined) return undefined;
    const date = field.replace(/^(\d{4})(\d{2})(\d{2})$/u, '$1-$2-$3');
    if (isRealDate(date)) return date;
    this.fault('date-is-not-real', `${what} ${field} is not a real date`);
    return undefined;
  }

  private mustMatch(field: string, what: string, pattern: RegExp): void {
    if (!pattern.test(field)) this.fault('code-is-malformed', `${what} ${field} does not look like one`);
  }
}

/** Reads every row; one broken row is enough for the file to be refused, and each is named. */
export function readRows<Row>(
  rows: readonly SourceRow[],
  read: (reader: RowReader) => Row | undefined,
): { readonly rows: readonly Row[]; readonly faults: readonly FileFault[] } {
  const faults: FileFault[] = [];
  const good = rows.flatMap((row) => {
    const reader = new RowReader(row);
    const value = read(reader);
    faults.push(...reader.faults);
    return value === undefined ? [] : [value];
  });
  return { rows: good, faults };
}

/** A code listed twice in one file cannot be told apart. */
export function doubledCodes(rows: readonly { readonly line: number; readonly code: string }[]): readonly FileFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, code }) => {
    const before = first.get(code);
    if (before === undefined) {
      first.set(code, line);
      return [];
    }
    return [{ rule: 'code-is-listed-twice', detail: `${code} is listed in line ${String(before)} already`, line }];
  });
}
