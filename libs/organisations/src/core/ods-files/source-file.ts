import type { BusinessDate } from '#kernel/business-date.js';

/** A row of a file, its fields as written; `line` counts from 1 as an editor does. */
export interface SourceRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** What is wrong with a file, and in which line when it lies in one. */
export interface FileFault {
  readonly rule: string;
  readonly detail: string;
  readonly line?: number;
}

/** An organisation in the 27-field layout of the Organisation Data Service. */
export interface OdsBody {
  readonly line: number;
  readonly code: string;
  readonly kind: 'ccg' | 'sub-icb-location' | 'icb' | 'local-office' | 'region';
  readonly name: string;
  readonly region: string | undefined;
  readonly office: string | undefined;
  readonly openedOn: BusinessDate | undefined;
  readonly closedOn: BusinessDate | undefined;
}

/** An ONS code, the ODS code for the same organisation and its name. */
export interface CrosswalkRow {
  readonly line: number;
  readonly onsCode: string;
  readonly code: string;
  readonly name: string;
}

/** A CCG under its area team and region, all three by ONS code. */
export interface MembershipRow {
  readonly line: number;
  readonly ccg: string;
  readonly office: string;
  readonly region: string;
}

/** A row of the project's own list: one organisation in a stretch of days without a change. */
export interface OwnListRow {
  readonly line: number;
  readonly code: string;
  readonly kind: string;
  readonly name: string;
  readonly onsCode: string | undefined;
  readonly office: string | undefined;
  readonly region: string | undefined;
  readonly from: BusinessDate;
  readonly until: BusinessDate | undefined;
  readonly openedOn: BusinessDate | undefined;
  readonly closedOn: BusinessDate | undefined;
  readonly successor: string | undefined;
  readonly succeededOn: BusinessDate | undefined;
  /** Which of the dates, by the names of their columns, were derived rather than given by a source. */
  readonly derived: readonly string[];
  readonly example: boolean;
}

/** A file whose every row was understood, by its layout. `on` is the day it speaks for. */
export type ParsedFile =
  | {
      readonly layout: 'ods-27-fields';
      readonly on: BusinessDate;
      readonly bodies: readonly OdsBody[];
      readonly leftOut: LeftOut;
    }
  | { readonly layout: 'ccg-codes'; readonly on: BusinessDate; readonly rows: readonly CrosswalkRow[] }
  | { readonly layout: 'area-teams'; readonly on: BusinessDate; readonly rows: readonly CrosswalkRow[] }
  | { readonly layout: 'ccg-at-region'; readonly on: BusinessDate; readonly rows: readonly MembershipRow[] }
  | { readonly layout: 'icb-codes'; readonly on: BusinessDate; readonly rows: readonly CrosswalkRow[] }
  | { readonly layout: 'own-list'; readonly rows: readonly OwnListRow[] };

/** How many rows were left out, by the reason. */
export type LeftOut = Readonly<Record<string, number>>;

/** The file, understood; or everything that is wrong with it. */
export type Parsing = { readonly file: ParsedFile } | { readonly faults: readonly FileFault[] };
