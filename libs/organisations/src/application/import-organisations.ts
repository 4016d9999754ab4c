import { basename } from 'node:path';
import type { BusinessDate } from '#kernel/business-date.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import { isRefusal } from '#kernel/refusal.js';
import { originOf } from '#platform/decisions/command-identity.js';
import { inTurns } from '#platform/decisions/in-turns.js';
import type { EventStore } from '#platform/event-store/port.js';
import { decodeText } from '#platform/files/decode-text.js';
import { organisationDecider } from '../core/organisation/decider.js';
import { type OrganisationEvent, organisationStream } from '../core/organisation/events.js';
import { type Knowledge, knowledgeIn, unknownIn } from '../core/ods-files/knowledge.js';
import { type FileListing, listingsOf } from '../core/ods-files/listings.js';
import { parseFile } from '../core/ods-files/parse-file.js';
import type { FileFault, ParsedFile } from '../core/ods-files/source-file.js';
import { described, factInWords, type FileReport, type ImportReport, type OrganisationChange, refused } from './import-report.js';
import { type OrganisationDecisions, organisationDecisions } from './organisation-decisions.js';
import type { OrganisationQueries } from '../read/organisation-view.js';
import { readCsv } from './read-csv.js';

/** A file to import. */
export interface OrganisationFile {
  /** Its name, as it stands in reports and in the record. */
  readonly name: string;
  readonly content: Uint8Array | string;
  /** The day it is of, where that is known better than from its content. */
  readonly snapshotOn?: BusinessDate;
}

/** What was recorded before: ODS codes by ONS codes, and which organisations of a kind were open on a day. */
export interface RecordedOrganisations {
  odsCodesOf(onsCodes: readonly string[]): Promise<ReadonlyMap<string, string>>;
  list: OrganisationQueries['list'];
}

/** What trying a file gave: the rules it breaks, or what each listing would tell, by code. */
interface Trial {
  readonly broken: readonly FileFault[];
  readonly told: ReadonlyMap<string, readonly OrganisationEvent[]>;
}

/** Who imports, and how. */
export interface ImportOptions {
  readonly actor: string;
  readonly role: string;
  /** How many organisations are recorded at a time; 64 when left out. */
  readonly concurrency?: number;
  readonly onProgress?: (progress: { readonly file: string; readonly done: number; readonly total: number }) => void;
}

interface ReadFile {
  readonly name: string;
  readonly parsed?: ParsedFile;
  readonly faults: readonly FileFault[];
}

/** The import could not be finished: what it recorded stands, and running it again records only the rest. */
export class ImportStopped extends Error {
  constructor(file: string, done: number, total: number, cause: unknown) {
    const kept = `${String(done)} of ${String(total)} organisations of ${file} are recorded`;
    super(`The import stopped: ${kept}. Run it again to record the rest; nothing is recorded twice.`, { cause });
    this.name = 'ImportStopped';
  }
}

/**
 * Imports organisation files of any layout of `core/ods-files`, in any order. A file with a fault is refused as a whole;
 * the others are imported. A second import of the same files changes nothing.
 */
export class OrganisationImport {
  private readonly decisions: OrganisationDecisions;

  constructor(
    store: EventStore,
    private readonly recorded: RecordedOrganisations,
  ) {
    this.decisions = organisationDecisions(store);
  }

  /** Imports the files and says what became of each. Throws ImportStopped when the log cannot be written. */
  async run(files: readonly OrganisationFile[], options: ImportOptions): Promise<ImportReport> {
    const read = files.map(readFile);
    const parsed = read.flatMap((file) => (file.parsed === undefined ? [] : [file.parsed]));
    const known = await this.withRecorded(knowledgeIn(parsed), parsed);
    const reports = new Map<ReadFile, FileReport>();
    let position = 0n;
    for (const file of [...read].sort(byDay)) {
      const imported = await this.importFile(file, known, options);
      reports.set(file, imported.report);
      if (imported.position > position) position = imported.position;
    }
    const inOrder = read.flatMap((file) => reports.get(file) ?? []);
    return { files: inOrder, complete: inOrder.every(({ outcome }) => outcome === 'imported'), position };
  }

  /** Looks up what the files refer to and do not tell themselves. */
  private async withRecorded(told: Knowledge, files: readonly ParsedFile[]): Promise<Knowledge> {
    const { organisations, onsCodes } = unknownIn(files, told);
    const openings = new Map(told.openings);
    for (const code of organisations) {
      const { state } = await this.decisions.current(organisationStream(code));
      if (state.status === 'registered' && state.opened !== undefined) openings.set(code, state.opened.on);
    }
    const recorded = onsCodes.length === 0 ? [] : await this.recorded.odsCodesOf(onsCodes);
    return { openings, odsCodes: new Map([...recorded, ...told.odsCodes]) };
  }

  private async importFile(file: ReadFile, known: Knowledge, options: ImportOptions) {
    const { name, parsed, faults } = file;
    if (parsed === undefined) return { report: refused(name, faults), position: 0n };
    const told = listingsOf(parsed, name.slice(0, 200), known);
    if ('faults' in told) return { report: refused(name, told.faults, parsed), position: 0n };
    const trial = await this.tryOut(told.listings, options);
    if (trial.broken.length > 0) return { report: refused(name, trial.broken, parsed), position: 0n };
    return this.record(
      name,
      parsed,
      { listings: told.listings, told: trial.told, notListed: await this.notListedIn(parsed) },
      options,
    );
  }

  /** Open on the day of a snapshot by what was recorded before it, and left out of it. */
  private async notListedIn(file: ParsedFile): Promise<readonly string[]> {
    if (file.layout !== 'ods-27-fields') return [];
    const listed = new Set(file.bodies.map(({ code }) => code));
    const kinds = [...new Set(file.bodies.map(({ kind }) => kind))];
    const open = await Promise.all(kinds.map((kind) => this.recorded.list({ kind, effectiveOn: file.on, limit: 500 })));
    return open.flatMap(({ items }) => items.flatMap(({ code }) => (listed.has(code) ? [] : [code]))).sort();
  }

  /** Tries every listing before any is recorded: a file is not half loaded because its last row breaks a rule. */
  private async tryOut(listings: readonly FileListing[], { concurrency }: ImportOptions): Promise<Trial> {
    const broken: FileFault[] = [];
    const told = new Map<string, readonly OrganisationEvent[]>();
    await inTurns(listings, concurrency, async ({ line, listing }) => {
      const { state } = await this.decisions.current(organisationStream(listing.code));
      const decided = organisationDecider.decide(listing, state);
      if (isRefusal(decided)) broken.push({ rule: decided.rule, detail: decided.detail, line });
      else told.set(listing.code, decided);
    });
    return { broken: broken.sort(byLine), told };
  }

  private async record(
    name: string,
    parsed: ParsedFile,
    { listings, told, notListed }: Pick<Trial, 'told'> & Told,
    options: ImportOptions,
  ) {
    const changes: OrganisationChange[] = [];
    const counts = { added: 0, changed: 0, unchanged: 0, events: 0 };
    const errors: FileFault[] = [];
    let [position, done] = [0n, 0];
    await inTurns(listings, options.concurrency, async ({ line, listing }) => {
      const outcome = await this.recordListing(listing, options);
      done += 1;
      options.onProgress?.({ file: name, done, total: listings.length });
      if (isRefusal(outcome)) return void errors.push({ rule: outcome.rule, detail: outcome.detail, line });
      if (outcome.position > position) position = outcome.position;
      const became = whatBecame(outcome);
      counts[became] += 1;
      if (became === 'changed') changes.push({ code: listing.code, facts: (told.get(listing.code) ?? []).map(factInWords) });
      counts.events += outcome.repeated ? 0 : outcome.events.length;
    }).catch((cause: unknown) => {
      throw new ImportStopped(name, done, listings.length, cause);
    });
    const leftOut = parsed.layout === 'ods-27-fields' ? parsed.leftOut : {};
    const outcome = errors.length === 0 ? 'imported' : 'refused';
    const report: FileReport = {
      ...{ file: name, ...described(parsed), outcome, ...counts },
      ...{ changes: changes.sort(byCode), notListed, leftOut, errors },
    };
    return { report, position };
  }

  /** The command's id is derived from its content: the same listing is the same command, whoever sends it again. */
  private recordListing(listing: FileListing['listing'], { actor, role }: ImportOptions) {
    const stream = organisationStream(listing.code);
    const request = { ...listing };
    const origin = originOf({ actor, role, stream, request, idempotencyKey: `listing ${canonicalJson(request)}` });
    return this.decisions.run(stream, listing, origin);
  }
}

interface Told {
  readonly listings: readonly FileListing[];
  readonly notListed: readonly string[];
}

const byLine = (one: FileFault, other: FileFault): number => (one.line ?? 0) - (other.line ?? 0);
const byCode = (one: OrganisationChange, other: OrganisationChange): number => (one.code < other.code ? -1 : 1);

function whatBecame({ repeated, events }: { repeated: boolean; events: readonly { type: string }[] }) {
  if (repeated || events.length === 0) return 'unchanged';
  return events[0]?.type.startsWith('OrganisationRegistered.') === true ? 'added' : 'changed';
}

function readFile({ name, content, snapshotOn }: OrganisationFile): ReadFile {
  const csv = readCsv(decodeText(content));
  const shown = basename(name);
  if ('fault' in csv) return { name: shown, faults: [csv.fault] };
  const parsing = parseFile(csv.rows, snapshotOn);
  return 'file' in parsing ? { name: shown, parsed: parsing.file, faults: [] } : { name: shown, faults: parsing.faults };
}

const LAYOUT_ORDER: readonly ParsedFile['layout'][] = [
  'own-list',
  'area-teams',
  'ccg-codes',
  'ccg-at-region',
  'ods-27-fields',
  'icb-codes',
];

/** Older files first, so that what they tell is the background of what the newer ones change. */
function byDay(one: ReadFile, other: ReadFile): number {
  const key = ({ parsed }: ReadFile): string =>
    parsed === undefined ? '' : `${'on' in parsed ? parsed.on : ''} ${String(LAYOUT_ORDER.indexOf(parsed.layout))}`;
  return key(one) < key(other) ? -1 : Number(key(one) > key(other));
}
