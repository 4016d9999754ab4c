import type { Permission, Person } from '#identity/contract.js';

/** A column of a template. */
export interface BulkColumn {
  readonly name: string;
  /** What belongs in it, for somebody who fills it in. */
  readonly describes: string;
  readonly example: string;
  /** Whether every row must have it. */
  readonly needed: boolean;
  /** Something people write in their own words: sealed in the log, as it is where it is entered one by one. */
  readonly typed?: true;
}

/** A row as written; an empty cell is left out. */
export interface BulkRow {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What entering a row would come to, were it done now. */
export type RowVerdict =
  | {
      readonly verdict: 'new' | 'unchanged';
      /** In words: what is recorded, or stands already. */
      readonly says: string;
      /** The revision of the record that was looked at, where entering the row judges it. */
      readonly judged?: bigint | undefined;
    }
  | { readonly verdict: 'refused'; readonly rule: string; readonly detail: string; readonly column?: string | undefined };

/** Who enters, by the same policy as one by one. */
export interface BulkSender {
  readonly person: Person;
  /** The name of the file, for what is recorded with its source. */
  readonly file: string;
  readonly correlationId?: string | undefined;
}

/** A row of an accepted batch. */
export interface RowToApply extends BulkRow {
  /** The revision that was looked at when it was examined. */
  readonly judged: bigint | undefined;
  /** Its own in the whole record, and the same each time the row is sent again: it is entered once. */
  readonly key: string;
}

/** What became of a row. */
export type RowOutcome =
  | { readonly line: number; readonly outcome: 'applied' | 'unchanged' }
  | { readonly line: number; readonly outcome: 'refused'; readonly rule: string; readonly detail: string };

/** Something that can be entered in bulk. A context offers its own, and the batch is carried out by its ordinary commands. */
export interface BulkEntryKind {
  /** Its name in addresses: `ratings`. */
  readonly kind: string;
  readonly title: string;
  /** Who enters it and what comes of it, in a sentence or two. */
  readonly explains: string;
  /** What entering a row needs somewhere; where, is checked row by row. */
  readonly permission: Permission;
  readonly columns: readonly BulkColumn[];
  /** Rows of one part concern one record: they are carried out together or one after the other, those of others beside them. */
  partOf(row: BulkRow): string;
  /** A verdict for each row, in the order of the rows. Records nothing. */
  examine(rows: readonly BulkRow[], by: BulkSender): Promise<readonly RowVerdict[]>;
  /** Carries out rows of one part. Asked again with the same keys, it does nothing twice. Throws for trouble that may pass. */
  apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]>;
}

/** The injection token of the kinds of all contexts, a list. */
export const BULK_ENTRY_KINDS = Symbol('BulkEntryKinds');
