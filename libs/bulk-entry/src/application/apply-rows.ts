import { refuse, type Refusal } from '#kernel/refusal.js';
import { actingAs, type PersonDirectory } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import { inTurns } from '#platform/decisions/in-turns.js';
import type { EventStore } from '#platform/event-store/port.js';
import { originOfDispatch } from '#platform/process-managers/dispatch-origin.js';
import type { DispatchedCommand } from '#platform/process-managers/hosted-process.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { partsOf } from '../core/bulk-entry/chunks.js';
import { bulkEntryCodec } from '../core/bulk-entry/codec.js';
import { bulkEntryStream, type FiledRow } from '../core/bulk-entry/events.js';
import type { BulkEntryRule } from '../core/bulk-entry/rule-book.js';
import type { ApplyRows } from '../process/applied-rows.js';
import type { BulkEntryDecisions } from './bulk-entry-decisions.js';
import type { BulkEntryKind, BulkSender, RowOutcome, RowToApply } from './kinds.js';

/** How many parts of a chunk are carried out at a time: their appends share transactions. */
const AT_A_TIME = 32;

const reader = readerOf(bulkEntryCodec);

/** Carries out the rows of accepted entries by the ordinary commands, each row once, whatever happens in between. */
export class RowsApplication {
  constructor(
    private readonly store: EventStore,
    private readonly decisions: BulkEntryDecisions,
    private readonly people: PersonDirectory,
    private readonly kinds: readonly BulkEntryKind[],
    private readonly clock: Clock,
  ) {}

  async apply(dispatched: DispatchedCommand<ApplyRows>): Promise<Recorded | Refusal<BulkEntryRule | DecisionRule>> {
    const { command } = dispatched;
    const stream = bulkEntryStream(command.entry);
    const rows = await this.#rowsOf(stream, command.chunk);
    const outcomes = await this.#outcomesOf(rows, command, dispatched.correlationId);
    const linesOf = (outcome: RowOutcome['outcome']): readonly number[] =>
      outcomes.filter((one) => one.outcome === outcome).map(({ line }) => line);
    const settlement = {
      type: 'SettleRows',
      chunk: command.chunk,
      today: this.clock.today(),
      applied: linesOf('applied'),
      unchanged: linesOf('unchanged'),
      notApplied: outcomes.flatMap((one) =>
        one.outcome === 'refused' ? [{ line: one.line, rule: one.rule, detail: one.detail }] : [],
      ),
    } as const;
    return this.decisions.run(stream, settlement, originOfDispatch(dispatched, command));
  }

  /** Read from the log: what was erased meanwhile must not be written anew. */
  async #rowsOf(stream: string, chunk: number): Promise<readonly FiledRow[]> {
    const [recorded] = await this.store.readStream(stream, { afterRevision: BigInt(chunk) - 1n });
    const event = recorded === undefined ? undefined : reader.read(recorded);
    if (event?.type !== 'BulkEntryRowsFiled') throw new Error(`${stream} has no rows at revision ${String(chunk)}`);
    return event.data.rows;
  }

  async #outcomesOf(rows: readonly FiledRow[], command: ApplyRows, correlationId: string): Promise<readonly RowOutcome[]> {
    const kind = this.kinds.find((one) => one.kind === command.kind);
    const person = actingAs(await this.people.grantsOf(command.actor), command.actingAs);
    const refusal =
      kind === undefined
        ? refuse('bulk-entry-kind-unknown', `Nothing is entered as ${command.kind} any more.`)
        : refuse('role-not-held', `Whoever entered this does not act as ${command.actingAs} any more.`);
    if (kind === undefined || person === undefined)
      return rows.map(({ line }) => ({ line, outcome: 'refused', rule: refusal.rule, detail: refusal.detail }));
    const by: BulkSender = { person, file: command.file, correlationId };
    const toApply = rows.map((row) => rowToApply(row, command.entry));
    const outcomes = await inTurns(partsOf(toApply, kind.partOf.bind(kind)), AT_A_TIME, (part) => kind.apply(part, by));
    return outcomes.flat();
  }
}

const rowToApply = ({ line, cells, texts, judged }: FiledRow, entry: string): RowToApply => ({
  line,
  cells: { ...cells, ...texts },
  judged: judged === null ? undefined : BigInt(judged),
  key: `bulk entry ${entry}, line ${String(line)}`,
});
