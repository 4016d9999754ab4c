import type { BulkEntryView, DryRun, EnteredRow, ExaminedRow } from '#bulk-entry/queries.js';
import { titleOf } from '../../edge/problem.js';
import { momentInWords } from '../words/dates.js';

const VERDICTS = { new: 'To be entered', unchanged: 'Known already', refused: 'Refused' } as const;

/** A row of a dry run as the page and the file of verdicts show it. */
export const verdictRow = ({ line, verdict }: ExaminedRow) => ({
  line,
  verdict: verdict.verdict,
  words: VERDICTS[verdict.verdict],
  column: verdict.verdict === 'refused' ? (verdict.column ?? '') : '',
  says: verdict.verdict === 'refused' ? verdict.detail : verdict.says,
  rule: verdict.verdict === 'refused' ? titleOf(verdict.rule) : '',
});

/** The dry run as a file: every row as it was written, with its verdict in front. */
export const verdictFile = ({ rows, kind }: DryRun) =>
  rows.map((row) => {
    const { line, words, column, says } = verdictRow(row);
    const cells = Object.fromEntries(kind.columns.map(({ name }) => [name, row.cells[name] ?? '']));
    return { line: String(line), verdict: words, why: column === '' ? says : `${column}: ${says}`, ...cells };
  });

const OUTCOMES: Readonly<Record<EnteredRow['outcome'], string>> = {
  applied: 'Entered',
  unchanged: 'Known already',
  'not-applied': 'Not entered',
  waiting: 'Waiting',
};

/** A bulk entry's rows as a file, each with what became of it. */
export function enteredFile(rows: readonly EnteredRow[]): readonly Readonly<Record<string, string>>[] {
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  return rows.map(({ line, cells, outcome, detail }) => ({
    line: String(line),
    outcome: OUTCOMES[outcome],
    why: detail ?? '',
    ...Object.fromEntries(columns.map((column) => [column, cells[column] ?? ''])),
  }));
}

/** A bulk entry as pages show it. */
export const shownEntry = (entry: BulkEntryView, titles: ReadonlyMap<string, string>) => ({
  ...entry,
  title: titles.get(entry.kind) ?? entry.kind,
  accepted: momentInWords(entry.acceptedAt),
  finished: entry.finishedAt === null ? undefined : momentInWords(entry.finishedAt),
  isFinished: entry.status === 'finished',
  notApplied: entry.notApplied.toSorted((one, other) => one.line - other.line),
});
