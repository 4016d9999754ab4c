import type { Decider } from '#kernel/decider.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { originOf } from '../decisions/command-identity.js';
import type { Decisions, Recorded } from '../decisions/decisions.js';
import type { BrokenRow, CsvFile, CsvRow } from './csv-rows.js';

/** What a file tells one stream, and on which lines. */
export interface StreamTold<Command> {
  readonly stream: string;
  readonly command: Command;
  readonly lines: readonly number[];
}

/** What became of a file: all of it was recorded, or nothing and `broken` says why. */
export interface FileImport {
  readonly broken: readonly BrokenRow[];
  readonly rows: number;
  /** Streams it told something new, and streams it told nothing new. */
  readonly changed: number;
  readonly unchanged: number;
  /** How many events were recorded for it. */
  readonly events: number;
  /** The last position reached. */
  readonly position: bigint;
}

/** Who imports. */
export interface Importer {
  readonly actor: string;
  readonly role: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The behaviour of the streams a file speaks of. */
export interface ImportedStreams<State, Command, Event extends { type: string; data: unknown }, Rule extends string> {
  readonly decisions: Decisions<State, Command, Event, Rule>;
  readonly decider: Pick<Decider<State, Command, Event, Rule>, 'decide'>;
}

/** The file of which nothing was recorded. */
export const refusedFile = (broken: readonly BrokenRow[]): FileImport => ({
  broken,
  rows: 0,
  changed: 0,
  unchanged: 0,
  events: 0,
  position: 0n,
});

/**
 * Records what a file tells, stream by stream: every command is tried before any is recorded. Safe to repeat and to break off
 * where the decider finds nothing new in what it knows already.
 */
export async function importStreams<
  State,
  Command extends object,
  Event extends { type: string; data: unknown },
  Rule extends string,
>(
  { decisions, decider }: ImportedStreams<State, Command, Event, Rule>,
  told: readonly StreamTold<Command>[],
  { actor, role, onProgress }: Importer,
): Promise<FileImport> {
  const broken: BrokenRow[] = [];
  for (const { stream, command, lines } of told) {
    const decided = decider.decide(command, (await decisions.current(stream)).state);
    if (isRefusal(decided)) broken.push(...brokenBy(decided, lines));
  }
  if (broken.length > 0) return refusedFile(broken);
  const outcomes: Recorded[] = [];
  for (const { stream, command, lines } of told) {
    const origin = originOf({ actor, role, stream, request: command });
    const outcome = await decisions.run(stream, command, origin);
    if (isRefusal(outcome)) throw new ImportBrokenOff(outcome, lines, outcomes.length, told.length);
    outcomes.push(outcome);
    onProgress?.(outcomes.length, told.length);
  }
  return reportOf(told, outcomes);
}

/** A change by somebody else, between the trial and the recording, stood in the way. */
export class ImportBrokenOff extends Error {
  override readonly name = 'ImportBrokenOff';

  constructor(refusal: Refusal, lines: readonly number[], done: number, total: number) {
    super(
      `The import was broken off at line ${lines.join(', ')} (${refusal.rule}): ${refusal.detail} ` +
        `${String(done)} of ${String(total)} parts are recorded; run it again to record the rest, nothing is recorded twice.`,
    );
  }
}

/** The rows of a file together that tell of one stream, in the order of the file. */
export function rowsByStream<Row>(
  rows: readonly CsvRow<Row>[],
  streamOf: (row: Row) => string,
): ReadonlyMap<string, readonly [CsvRow<Row>, ...CsvRow<Row>[]]> {
  const groups = new Map<string, [CsvRow<Row>, ...CsvRow<Row>[]]>();
  for (const row of rows) {
    const group = groups.get(streamOf(row));
    if (group === undefined) groups.set(streamOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** A refusal as it stands beside each of its lines. */
export const brokenBy = ({ rule, detail }: Refusal, lines: readonly number[]): readonly BrokenRow[] =>
  lines.map((line) => ({ line, rule, detail }));

/** Whether the file could be read. */
export const isBroken = <Row>(file: CsvFile<Row>): file is { readonly broken: readonly BrokenRow[] } => 'broken' in file;

function reportOf(told: readonly StreamTold<unknown>[], outcomes: readonly Recorded[]): FileImport {
  const news = outcomes.filter(({ repeated, events }) => !repeated && events.length > 0);
  return {
    broken: [],
    rows: told.reduce((sum, { lines }) => sum + lines.length, 0),
    changed: news.length,
    unchanged: outcomes.length - news.length,
    events: news.reduce((sum, { events }) => sum + events.length, 0),
    position: outcomes.reduce((last, { position }) => (position > last ? position : last), 0n),
  };
}
