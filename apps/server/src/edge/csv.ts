import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { FastifyReply } from 'fastify';

/** One row; all rows of a file have the members of the first. */
export type CsvRow = Readonly<Record<string, string>>;

/** A figure with its sign, such as -3.20, is no formula: it stays as it was written. */
const figuresAsWritten = (text: string) => (/^[-+]\d+(\.\d+)?%?$/.test(text) ? { value: text, escape_formulas: false } : text);

/** Answers with a CSV file. A text that a spreadsheet would run is defused. Rows may come as they are read: none are kept. */
export function sendCsv(reply: FastifyReply, name: string, rows: Iterable<CsvRow> | AsyncIterable<CsvRow>): void {
  const file = stringify({
    ...{ header: true, escape_formulas: true, record_delimiter: 'windows' },
    cast: { string: figuresAsWritten },
  });
  // Headers are sent by then: a failure midway cuts the connection, so that half a file is not taken for a whole one.
  const source = Readable.from(rows).on('error', (error) => file.destroy(error));
  void reply
    .header('Content-Type', 'text/csv; charset=utf-8; header=present')
    .header('Content-Disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '-')}.csv"`)
    .header('Cache-Control', 'no-store')
    .send(source.pipe(file));
}
