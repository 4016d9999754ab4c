import type { DataSource } from 'typeorm';
import { foldedRows, type KnownRow } from '#platform/projections/folded-rows.js';
import type { RowNotApplied } from '../core/bulk-entry/state.js';
import { BULK_ENTRIES, type KnownBulkEntry } from './bulk-entries-projection.js';

/** A bulk entry as readers are told. */
export interface BulkEntryView {
  readonly id: string;
  readonly kind: string;
  readonly file: string;
  /** SHA-256 (hex) of the file. */
  readonly digest: string;
  /** The id of who entered it, and the grant they acted in. */
  readonly actor: string;
  readonly actingAs: string;
  readonly acceptedAt: string;
  readonly finishedAt: string | null;
  readonly status: 'being-applied' | 'finished';
  readonly rows: number;
  /** How many rows are settled so far: applied, unchanged or not applied. */
  readonly settled: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly notApplied: readonly RowNotApplied[];
}

/** Answers questions about bulk entries from the read model. Those that were only filed are none. */
export class BulkEntriesQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Undefined when none of that id was accepted. */
  async find(id: string): Promise<BulkEntryView | undefined> {
    const rows = await foldedRows<KnownBulkEntry>(this.dataSource, BULK_ENTRIES, { where: 'key = $2', parameters: [id] });
    return rows.flatMap(viewOf)[0];
  }

  /** Of one person, or of all; the latest first. */
  async list(actor: string | undefined): Promise<readonly BulkEntryView[]> {
    const rows = await foldedRows<KnownBulkEntry>(this.dataSource, BULK_ENTRIES, {
      where: `($2::text is null or known->>'actor' = $2)`,
      parameters: [actor ?? null],
    });
    return rows.flatMap(viewOf).sort((one, other) => (one.acceptedAt < other.acceptedAt ? 1 : -1));
  }
}

function viewOf({ key, known }: KnownRow<KnownBulkEntry>): readonly BulkEntryView[] {
  const { entry, actor, acceptedAt, finishedAt } = known;
  const { accepted, settled, status } = entry;
  if (accepted === undefined || acceptedAt === null) return [];
  const { kind, file, digest, rows, actingAs } = accepted;
  const { applied, unchanged, notApplied } = settled;
  return [
    {
      ...{ id: key, kind, file, digest, actor, actingAs, acceptedAt, finishedAt, rows },
      status: status === 'finished' ? 'finished' : 'being-applied',
      settled: applied + unchanged + notApplied.length,
      ...{ applied, unchanged, notApplied },
    },
  ];
}
