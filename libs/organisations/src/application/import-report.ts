import type { FileFault, LeftOut, ParsedFile } from '../core/ods-files/source-file.js';
import type { OrganisationEvent } from '../core/organisation/events.js';

/** What a file told of one organisation that was not known before, in words, each fact with its day. */
export interface OrganisationChange {
  readonly code: string;
  readonly facts: readonly string[];
}

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
  /** What was not known before of the organisations that were known already, by code. */
  readonly changes: readonly OrganisationChange[];
  /**
   * Organisations recorded as open on the file's day, of the kinds it lists, that it does not list. They stay as they are: a
   * file that leaves one out closes nothing.
   */
  readonly notListed: readonly string[];
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
  changes: [],
  notListed: [],
  leftOut: {},
  errors,
});

/** How a file was understood. */
export function described(parsed: ParsedFile | undefined): Pick<FileReport, 'layout' | 'on'> {
  if (parsed === undefined) return {};
  return parsed.layout === 'own-list' ? { layout: parsed.layout } : { layout: parsed.layout, on: parsed.on };
}

/** A fact in words: "named NHS Dorset CCG from 2013-04-01". A day that no source gives is said to be derived. */
export function factInWords({ type, data }: OrganisationEvent): string {
  const on = `${data.effectiveOn}${data.dateIs === 'derived' ? ' (day derived)' : ''}`;
  switch (type) {
    case 'OrganisationRegistered':
      return `registered as ${data.name}, a ${data.kind}, on ${on}`;
    case 'OrganisationOpened':
      return `opened on ${on}`;
    case 'OrganisationRenamed':
      return `named ${data.name} from ${on}`;
    case 'OrganisationKindChanged':
      return `a ${data.kind} from ${on}`;
    case 'OnsCodeRecorded':
      return `ONS code ${data.onsCode} from ${on}`;
    case 'OrganisationPlaced':
      return `under ${[data.office, data.region].filter((code) => code !== undefined).join(', ')} from ${on}`;
    case 'OrganisationMerged':
      return `merged into ${data.into} on ${on}`;
    case 'OrganisationClosed':
      return `closed on ${on}`;
  }
}
