import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';

/** Answers with a CSV file of rows that all have the members of the first. A text that a spreadsheet would run is defused. */
export function sendCsv(reply: FastifyReply, name: string, rows: readonly Readonly<Record<string, string>>[]): void {
  const text = stringify([...rows], { header: true, escape_formulas: true, record_delimiter: 'windows' });
  void reply
    .header('Content-Type', 'text/csv; charset=utf-8; header=present')
    .header('Content-Disposition', `attachment; filename="${name.replaceAll(/[^\w.-]/g, '-')}.csv"`)
    .header('Cache-Control', 'no-store')
    .send(text);
}
