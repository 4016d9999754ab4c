import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { mayNot, type PermissionRule } from '#identity/contract.js';
import type { BulkEntryRule } from '../core/bulk-entry/rule-book.js';
import { BULK_ENTRY_KINDS, type BulkEntryKind, type BulkRow, type BulkSender, type RowVerdict } from './kinds.js';
import { readBulkFile } from './read-file.js';

/** A row with its verdict. */
export interface ExaminedRow extends BulkRow {
  readonly verdict: RowVerdict;
}

/** What entering a file would come to, row by row; nothing is recorded. */
export interface Examination {
  readonly kind: BulkEntryKind;
  /** SHA-256 (hex) of the file. */
  readonly digest: string;
  readonly rows: readonly ExaminedRow[];
}

/** The kinds of bulk entry there are, and what a file of one would come to. */
@Injectable()
export class BulkExamination {
  constructor(@Inject(BULK_ENTRY_KINDS) readonly kinds: readonly BulkEntryKind[]) {}

  /** The kind of that name. */
  kind(name: string): BulkEntryKind | Refusal<BulkEntryRule> {
    return (
      this.kinds.find(({ kind }) => kind === name) ??
      refuse(
        'bulk-entry-kind-unknown',
        `Nothing is entered as ${name}. There is ${this.kinds.map(({ kind }) => kind).join(', ')}.`,
      )
    );
  }

  /** Every row's verdict; the refusal says why the file cannot even be read. */
  async examine(
    kind: BulkEntryKind,
    text: string,
    by: BulkSender,
  ): Promise<Examination | Refusal<BulkEntryRule | PermissionRule>> {
    const forbidden = mayNot(by.person, kind.permission);
    if (forbidden !== undefined) return forbidden;
    const file = readBulkFile(text, kind.columns);
    if ('faults' in file) {
      const said = file.faults.map(({ line, detail }) => `Line ${String(line)}: ${detail}`).join(' ');
      return refuse('bulk-entry-file-not-readable', `${said} Nothing was entered.`, { facts: { faults: file.faults } });
    }
    const sound = file.rows.filter(({ fault }) => fault === undefined);
    const verdicts = await kind.examine(sound, by);
    const byLine = new Map(sound.map(({ line }, index) => [line, verdicts[index]]));
    const rows = file.rows.map(({ line, cells, fault }) => ({ line, cells, verdict: byLine.get(line) ?? wrong(fault) }));
    return { kind, digest: digestOf(text), rows };
  }
}

/** What a file is told by: SHA-256 (hex) of its text. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const wrong = (fault: { readonly detail: string; readonly column?: string } | undefined): RowVerdict => ({
  verdict: 'refused',
  rule: 'row-not-valid',
  detail: fault?.detail ?? 'cannot be read',
  ...(fault?.column !== undefined && { column: fault.column }),
});

/** How many rows there are of each verdict. */
export function countsOf(rows: readonly ExaminedRow[]): Readonly<Record<RowVerdict['verdict'], number>> {
  const counts = { new: 0, unchanged: 0, refused: 0 };
  for (const { verdict } of rows) counts[verdict.verdict] += 1;
  return counts;
}
