import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** A row of a file, as its schema reads it, with the line it ends on. */
export type CsvRow<Row> = Row & { readonly line: number };

/** Something that stands in the way of a file: where, by which rule if one has a name, and in words. */
export interface BrokenRow {
  readonly line: number;
  readonly rule?: string;
  readonly detail: string;
}

/** The rows of a file, or all that stand in the way: a file with a broken row is not half loaded. */
export type CsvFile<Row> = { readonly rows: readonly CsvRow<Row>[] } | { readonly broken: readonly BrokenRow[] };

/** A field that may be empty, which means that the source does not say: null. */
export const emptyIsNull = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text) => (text === '' ? null : text), schema.nullable());

interface Line {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** Reads CSV in UTF-8 whose header names the members of `schema`, no more and no fewer. */
export function csvRows<Row>(text: string, schema: z.ZodType<Row>): CsvFile<Row> {
  const lines = linesOf(text);
  if ('broken' in lines) return lines;
  const read = lines.map(({ record, info }) => ({ line: info.lines, parsed: schema.safeParse(record) }));
  const broken = read.flatMap(({ line, parsed }) => (parsed.success ? [] : [{ line, detail: sentenceOf(parsed.error) }]));
  if (broken.length > 0) return { broken };
  return { rows: read.flatMap(({ line, parsed }) => (parsed.success ? [{ ...parsed.data, line }] : [])) };
}

function linesOf(text: string): readonly Line[] | { readonly broken: readonly BrokenRow[] } {
  try {
    const records: unknown = parse(text, { columns: true, info: true, trim: true, bom: true, skip_empty_lines: true });
    return records as readonly Line[];
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return { broken: [{ line: lines ?? 1, detail: message }] };
  }
}

const sentenceOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
