import type { FileFault, LeftOut, ParsedFile } from '../core/ods-files/source-file.js';

/** What became of one file. */
export interface FileReport {
  readonly file: string;
  /** Undefined when the file could not be read. */
  readonly layout?: ParsedFile['layout'];
  /** The day the file speaks for, where it is of one day. */
  readonly on?: string;
  /** A refused file left nothing behind: `errors` says why, line by line. */
  readonly outcome: 'imported' | 'refused';
  /** Organisations that were not known before. */
  readonly added: number;
  /** Known organisations of which it told something new. */
  readonly changed: number;
  /** Organisations of which it told nothing new. */
  readonly unchanged: number;
  /** How many events were recorded for it. */
  readonly events: number;
  /** Rows that are not organisations of this service, by the reason. */
  readonly leftOut: LeftOut;
  readonly errors: readonly FileFault[];
}

/** What became of an import, file by file in the order given. */
export interface ImportReport {
  readonly files: readonly FileReport[];
  /** Whether every file was imported. */
  readonly complete: boolean;
  /** The last position of the log that this import reached: read models caught up to it show all of it. */
  readonly position: bigint;
}

/** The report of a file of which nothing was recorded. */
export const refused = (file: string, errors: readonly FileFault[], parsed?: ParsedFile): FileReport => ({
  file,
  ...described(parsed),
  outcome: 'refused',
  added: 0,
  changed: 0,
  unchanged: 0,
  events: 0,
  leftOut: {},
  errors,
});

/** How a file was understood. */
export function described(parsed: ParsedFile | undefined): Pick<FileReport, 'layout' | 'on'> {
  if (parsed === undefined) return {};
  return parsed.layout === 'own-list' ? { layout: parsed.layout } : { layout: parsed.layout, on: parsed.on };
}
