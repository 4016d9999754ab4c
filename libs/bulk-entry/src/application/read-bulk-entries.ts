import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { mayNot, type PermissionRule, type Person, roleMay } from '#identity/contract.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { bulkEntryCodec } from '../core/bulk-entry/codec.js';
import { bulkEntryStream, type FiledRow } from '../core/bulk-entry/events.js';
import type { BulkEntryRule } from '../core/bulk-entry/rule-book.js';
import { BulkEntriesQuery, type BulkEntryView } from '../read/bulk-entries-query.js';
import type { HandedIn } from './accept-bulk-entry.js';
import { BulkExamination, countsOf, type ExaminedRow } from './examination.js';
import type { BulkEntryKind } from './kinds.js';

/** What somebody may enter in bulk, and how its template looks. */
export type BulkTemplate = Pick<BulkEntryKind, 'kind' | 'title' | 'explains' | 'columns'>;

/** The kinds of bulk entry a person may use, or all. */
export class ListBulkTemplates extends Query<readonly BulkTemplate[]> {
  constructor(readonly person?: Person) {
    super();
  }
}

/** What entering a file would come to. */
export interface DryRun {
  readonly kind: BulkTemplate;
  readonly file: string;
  readonly digest: string;
  readonly rows: readonly ExaminedRow[];
  readonly counts: ReturnType<typeof countsOf>;
  /** Whether it would be accepted. */
  readonly isAcceptable: boolean;
}

/** Examines a file and records nothing. */
export class ExamineBulkEntry extends Query<DryRun | Refusal<BulkEntryRule | PermissionRule>> {
  constructor(
    readonly person: Person,
    readonly handedIn: HandedIn,
  ) {
    super();
  }
}

/** A bulk entry, how far it is, and what was not applied; undefined when it is not there, or another's. */
export class ReadBulkEntry extends Query<BulkEntryView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
  ) {
    super();
  }
}

/** A person's own bulk entries, or everybody's for those who read all; the latest first. */
export class ListBulkEntries extends Query<readonly BulkEntryView[]> {
  constructor(readonly person: Person) {
    super();
  }
}

/** A row as it was entered, with what became of it. */
export interface EnteredRow extends Pick<FiledRow, 'line'> {
  readonly cells: Readonly<Record<string, string>>;
  readonly outcome: 'applied' | 'unchanged' | 'not-applied' | 'waiting';
  readonly rule: string | null;
  readonly detail: string | null;
}

/** The rows of a bulk entry in the order of the file. */
export class ReadBulkEntryRows extends Query<readonly EnteredRow[] | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ListBulkTemplates)
export class ListBulkTemplatesHandler implements IQueryHandler<ListBulkTemplates> {
  constructor(private readonly examination: BulkExamination) {}

  execute({ person }: ListBulkTemplates): Promise<readonly BulkTemplate[]> {
    const { kinds } = this.examination;
    return Promise.resolve(
      kinds.filter(({ permission }) => person === undefined || mayNot(person, permission) === undefined).map(templateOf),
    );
  }
}

@QueryHandler(ExamineBulkEntry)
export class ExamineBulkEntryHandler implements IQueryHandler<ExamineBulkEntry> {
  constructor(private readonly examination: BulkExamination) {}

  async execute({ person, handedIn }: ExamineBulkEntry): Promise<DryRun | Refusal<BulkEntryRule | PermissionRule>> {
    const { file } = handedIn;
    const kind = this.examination.kind(handedIn.kind);
    if (isRefusal(kind)) return kind;
    const examined = await this.examination.examine(kind, handedIn.text, { person, file });
    if (isRefusal(examined)) return examined;
    const { digest, rows } = examined;
    const counts = countsOf(rows);
    return { kind: templateOf(kind), file, digest, rows, counts, isAcceptable: counts.refused === 0 && counts.new > 0 };
  }
}

const templateOf = ({ kind, title, explains, columns }: BulkEntryKind): BulkTemplate => ({ kind, title, explains, columns });

/** Auditors read every entry; others their own. */
const readsAll = (person: Person): boolean => roleMay(person, 'audit.read');

@QueryHandler(ReadBulkEntry)
export class ReadBulkEntryHandler implements IQueryHandler<ReadBulkEntry> {
  constructor(private readonly entries: BulkEntriesQuery) {}

  async execute({ person, id }: ReadBulkEntry): Promise<BulkEntryView | undefined> {
    const found = await this.entries.find(id);
    return found !== undefined && (readsAll(person) || found.actor === person.id) ? found : undefined;
  }
}

@QueryHandler(ListBulkEntries)
export class ListBulkEntriesHandler implements IQueryHandler<ListBulkEntries> {
  constructor(private readonly entries: BulkEntriesQuery) {}

  execute({ person }: ListBulkEntries): Promise<readonly BulkEntryView[]> {
    return this.entries.list(readsAll(person) ? undefined : person.id);
  }
}

const reader = readerOf(bulkEntryCodec);

@QueryHandler(ReadBulkEntryRows)
export class ReadBulkEntryRowsHandler implements IQueryHandler<ReadBulkEntryRows> {
  constructor(
    private readonly entry: ReadBulkEntryHandler,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ person, id }: ReadBulkEntryRows): Promise<readonly EnteredRow[] | undefined> {
    if ((await this.entry.execute(new ReadBulkEntry(person, id))) === undefined) return undefined;
    const events = (await this.store.readStream(bulkEntryStream(id))).map((recorded) => reader.read(recorded));
    const outcomes = new Map<number, Pick<EnteredRow, 'outcome' | 'rule' | 'detail'>>();
    for (const { type, data } of events) {
      if (type !== 'BulkEntryRowsSettled') continue;
      for (const line of data.applied) outcomes.set(line, { outcome: 'applied', rule: null, detail: null });
      for (const line of data.unchanged) outcomes.set(line, { outcome: 'unchanged', rule: null, detail: null });
      for (const { line, rule, detail } of data.notApplied) outcomes.set(line, { outcome: 'not-applied', rule, detail });
    }
    const rows = events.flatMap(({ type, data }) => (type === 'BulkEntryRowsFiled' ? data.rows : []));
    return rows
      .map(({ line, cells, texts }) => ({
        line,
        cells: { ...cells, ...texts },
        ...(outcomes.get(line) ?? { outcome: 'waiting' as const, rule: null, detail: null }),
      }))
      .sort((one, other) => one.line - other.line);
  }
}
