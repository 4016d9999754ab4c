import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, line } from '#kernel/text.js';
import { period } from '#frameworks/contract.js';

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((text) => (text === '' || text === undefined ? null : text), schema.nullable());

/** A published rating as a row of a file has it. */
export const publishedRatingRow = z.strictObject({
  organisation: code(),
  framework: code(),
  period,
  item: code(),
  rating: code(),
  published_label: optional(line()),
  published_on: optional(businessDate),
  evidence: z.enum(['published', 'derived', 'inferred', 'mapped', 'restated']),
  source: line(500),
});

/** One published rating, with the line of the file it stands on. */
export type PublishedRating = z.infer<typeof publishedRatingRow> & { readonly line: number };

/** A row that cannot be read. */
export interface BrokenRow {
  readonly line: number;
  readonly detail: string;
}

/** The file's ratings, or every row that stands in the way: a file with a broken row is not half loaded. */
export type PublishedRatingsFile = { readonly ratings: readonly PublishedRating[] } | { readonly broken: readonly BrokenRow[] };

/** Reads a file of published ratings: CSV in UTF-8, with the header `organisation,framework,period,item,rating,...`. */
export function readPublishedRatings(text: string): PublishedRatingsFile {
  const lines = parseLines(text);
  if ('broken' in lines) return lines;
  const read = lines.records.map(({ record, info }) => ({ line: info.lines, parsed: publishedRatingRow.safeParse(record) }));
  const broken = read.flatMap(({ line, parsed }) => (parsed.success ? [] : [{ line, detail: sentenceOf(parsed.error) }]));
  if (broken.length > 0) return { broken };
  return { ratings: read.flatMap(({ line, parsed }) => (parsed.success ? [{ ...parsed.data, line }] : [])) };
}

interface Line {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function parseLines(text: string): { readonly records: readonly Line[] } | { readonly broken: readonly BrokenRow[] } {
  try {
    const records: unknown = parse(text, { columns: true, info: true, trim: true, bom: true, skip_empty_lines: true });
    return { records: records as readonly Line[] };
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string };
    return { broken: [{ line: lines ?? 1, detail: message }] };
  }
}

const sentenceOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`).join('; ');
