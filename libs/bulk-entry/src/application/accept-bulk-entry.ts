import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { actingName, type PermissionRule, type Person } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import { chunksOf } from '../core/bulk-entry/chunks.js';
import type { BulkEntryCommand } from '../core/bulk-entry/decider.js';
import { bulkEntryStream, type FiledRow } from '../core/bulk-entry/events.js';
import type { BulkEntryRule } from '../core/bulk-entry/rule-book.js';
import { BULK_ENTRY_DECISIONS, type BulkEntryDecisions } from './bulk-entry-decisions.js';
import { BulkExamination, countsOf, digestOf, type ExaminedRow, type Examination } from './examination.js';
import type { BulkEntryKind } from './kinds.js';

/** Who hands a file in, and with which headers. */
export interface BulkEntrySender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** A file as it was handed in. */
export interface HandedIn {
  readonly kind: string;
  /** Its name. */
  readonly file: string;
  /** CSV. */
  readonly text: string;
}

/** What accepting a file comes to. */
export type BulkEntryOutcome = Recorded | Refusal<BulkEntryRule | PermissionRule | DecisionRule>;

/** The id of an entry about to be accepted: the same person and key give the same one, so that it is entered once. */
export const newBulkEntryId = ({ person, idempotencyKey }: BulkEntrySender): string =>
  derivedId(commandIdOf(person.id, 'bulk-entries', idempotencyKey ?? randomUUID()), 'bulk-entry');

/** Accepts a file as one batch: all of it or, while a row is wrong, nothing. It is carried out afterwards. */
export class AcceptBulkEntry extends Command<BulkEntryOutcome> {
  constructor(
    readonly by: BulkEntrySender,
    readonly id: string,
    readonly handedIn: HandedIn,
  ) {
    super();
  }
}

@CommandHandler(AcceptBulkEntry)
export class AcceptBulkEntryHandler implements ICommandHandler<AcceptBulkEntry> {
  constructor(
    @Inject(BULK_ENTRY_DECISIONS) private readonly decisions: BulkEntryDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly examination: BulkExamination,
  ) {}

  async execute({ by, id, handedIn }: AcceptBulkEntry): Promise<BulkEntryOutcome> {
    const { state } = await this.decisions.current(bulkEntryStream(id));
    // Handed in again, its rows stand already as it entered them: it is answered, and not examined anew.
    if (state.accepted !== undefined)
      return this.#accept(by, id, { ...state.accepted, ...handedIn, digest: digestOf(handedIn.text) });
    const kind = this.examination.kind(handedIn.kind);
    if (isRefusal(kind)) return kind;
    const sender = { person: by.person, file: handedIn.file, correlationId: by.correlationId };
    const examined = await this.examination.examine(kind, handedIn.text, sender);
    if (isRefusal(examined)) return examined;
    return whyNotEntered(examined) ?? this.#enter(by, id, handedIn, examined);
  }

  async #enter(
    by: BulkEntrySender,
    id: string,
    handedIn: HandedIn,
    { kind, digest, rows }: Examination,
  ): Promise<BulkEntryOutcome> {
    const parts = new Map(rows.map((row) => [row.line, kind.partOf(row)]));
    const chunks = chunksOf(
      rows.map((row) => filedRow(row, kind)),
      ({ line }) => parts.get(line) ?? '',
    );
    for (const [chunk, filed] of chunks.entries()) {
      const command = { type: 'FileRows', chunk, rows: filed } as const;
      // What was looked at may have moved on where a filing goes on that broke off: the rows are the same.
      const outcome = await this.#run(by, id, command, `rows ${String(chunk)}`, { digest, chunk });
      if (isRefusal(outcome)) return outcome;
    }
    return this.#accept(by, id, { ...handedIn, digest, rows: rows.length, chunks: chunks.length });
  }

  #accept(
    by: BulkEntrySender,
    id: string,
    { kind, file, digest, rows, chunks }: HandedIn & { readonly digest: string; readonly rows: number; readonly chunks: number },
  ): Promise<BulkEntryOutcome> {
    const acceptedOn = this.clock.today();
    const facts = { kind, file, digest, rows, chunks };
    const command = { type: 'Accept', ...facts, actingAs: actingName(by.person), acceptedOn } as const;
    return this.#run(by, id, command, 'acceptance', facts);
  }

  #run(by: BulkEntrySender, id: string, command: BulkEntryCommand, part: string, request: object): Promise<BulkEntryOutcome> {
    const { person, correlationId } = by;
    const stream = bulkEntryStream(id);
    // The id follows from the person and the key, so that the parts of one entry are the same commands each time.
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey: part, correlationId });
    return this.decisions.run(stream, command, origin);
  }
}

/** A file is entered whole or not at all. */
function whyNotEntered({ rows }: Examination): Refusal<BulkEntryRule> | undefined {
  const counts = countsOf(rows);
  if (counts.refused > 0) {
    const detail = `${String(counts.refused)} of ${String(rows.length)} rows would be refused. Nothing was entered: put them right, and hand the whole file in again.`;
    return refuse('bulk-entry-has-refused-rows', detail, { facts: { refused: rows.flatMap(refusedRow) } });
  }
  return counts.new > 0
    ? undefined
    : refuse('bulk-entry-says-nothing-new', 'The record says all of this already. Nothing was entered.');
}

const refusedRow = ({ line, verdict }: ExaminedRow) =>
  verdict.verdict === 'refused' ? [{ line, rule: verdict.rule, column: verdict.column ?? null, detail: verdict.detail }] : [];

function filedRow({ line, cells, verdict }: ExaminedRow, { columns }: BulkEntryKind): FiledRow {
  const isTyped = ([name]: readonly [string, string]): boolean => columns.some((column) => column.name === name && column.typed);
  const entries = Object.entries(cells);
  const judged = verdict.verdict === 'refused' ? undefined : verdict.judged;
  return {
    line,
    cells: Object.fromEntries(entries.filter((entry) => !isTyped(entry))),
    texts: Object.fromEntries(entries.filter(isTyped)),
    judged: judged === undefined ? null : String(judged),
  };
}
