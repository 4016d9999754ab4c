import type { FormFields } from '../frame/form-fields.js';

/** One typed row of a list: its number on the form and its fields. */
export interface TypedRow {
  /** The row's place on the form, which stays when blank rows before it are left out of the request. */
  readonly name: string;
  text(column: string): string | undefined;
  date(column: string): string | undefined;
}

/**
 * What somebody typed. Fields are named like the members of the API's request, with `/` between (`attendance/2/name`), so
 * that a fault the API points at can be shown beside the field it was typed into.
 */
export class Typed {
  /** Where a list's entry of the request was typed: `/attendance/0` may have been row 2. */
  readonly #places = new Map<string, string>();
  readonly #dates = new Set<string>();

  constructor(readonly fields: FormFields) {}

  /** What a field holds, trimmed; undefined when it is blank. */
  text(name: string): string | undefined {
    const value = this.raw(name).trim();
    return value === '' ? undefined : value;
  }

  /** What a field holds, exactly as typed. Browsers send line ends as two characters; the record holds one. */
  raw(name: string): string {
    const value = this.fields[name];
    const one = typeof value === 'string' ? value : (value?.at(-1) ?? '');
    return one.replaceAll('\r\n', '\n');
  }

  /** Every value of a field that may be chosen more than once. */
  all(name: string): readonly string[] {
    const value = this.fields[name];
    return value === undefined ? [] : [value].flat();
  }

  /** Whether one of several choices was made. */
  has(name: string, value: string): boolean {
    return this.all(name).includes(value);
  }

  /** A date typed as day, month and year, `YYYY-MM-DD`; as typed where it is none, for the schema to refuse. */
  date(name: string): string | undefined {
    this.#dates.add(name);
    const [day, month, year] = ['day', 'month', 'year'].map((part) => this.raw(`${name}-${part}`).trim());
    if (!day && !month && !year) return undefined;
    return `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  }

  /** A date typed as far as it is known: a year, a month and year, or a day; as typed where it is none. */
  partialDate(name: string): string | undefined {
    this.#dates.add(name);
    const [day = '', month = '', year = ''] = ['day', 'month', 'year'].map((part) => this.raw(`${name}-${part}`).trim());
    if (day !== '') return this.date(name);
    if (month !== '') return `${year}-${month.padStart(2, '0')}`;
    return year === '' ? undefined : year;
  }

  /** Codes written one after the other, with blanks or commas between them. */
  codes(name: string): readonly string[] {
    const codes = this.raw(name)
      .toUpperCase()
      .split(/[\s,;]+/u)
      .filter((code) => code !== '');
    codes.forEach((_, index) => this.place(`/${name}/${String(index)}`, name));
    return codes;
  }

  /** The rows of a list that are not blank. */
  rows(list: string, columns: readonly string[], rowNames: readonly string[]): readonly TypedRow[] {
    const parts = (column: string) => [column, `${column}-day`, `${column}-month`, `${column}-year`];
    const filled = rowNames.filter((row) =>
      columns.some((column) => parts(column).some((part) => this.text(`${list}/${row}/${part}`) !== undefined)),
    );
    return filled.map((row, index) => {
      this.place(`/${list}/${String(index)}`, `${list}/${row}`);
      return {
        name: row,
        text: (column) => this.text(`${list}/${row}/${column}`),
        date: (column) => this.date(`${list}/${row}/${column}`),
      };
    });
  }

  /** Says where a part of the request was typed. */
  place(pointer: string, field: string): void {
    this.#places.set(pointer, field);
  }

  /** How many rows of a list the form showed. */
  countOf(list: string): number {
    const numbers = Object.keys(this.fields).flatMap((name) => {
      const number = name.startsWith(`${list}/`) ? /^\d+(?=\/)/.exec(name.slice(list.length + 1))?.[0] : undefined;
      return number === undefined ? [] : [Number(number) + 1];
    });
    return Math.max(0, ...numbers);
  }

  /** The field that a JSON pointer into the request was typed into. */
  fieldAt(pointer: string): string {
    const known = [...this.#places].filter(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`));
    const longest = known.sort(([one], [other]) => other.length - one.length)[0];
    return longest === undefined ? pointer.slice(1) : longest[1] + pointer.slice(longest[0].length);
  }

  /** The element a link from the error summary leads to: of a date, its day. */
  anchorOf(field: string): string {
    return this.#dates.has(field) ? `${field}-day` : field;
  }
}

/** The names of the numbered rows of a list. */
export const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => String(index));
