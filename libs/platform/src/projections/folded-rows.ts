import type { DataSource, EntityManager } from 'typeorm';
import type { EventReader, ProjectedEvent, Projection } from './projection.js';

/** A read model with one row per stream and stretch of positions: all that was known after one event and before the next. */
export interface FoldedRowsOptions<Known, Event> {
  readonly name: string;
  readonly version: number;
  /**
   * Ends in `_v<version>`. Its columns: key text, from_position bigint, to_position bigint (null while the row holds), known
   * jsonb; the first two are its key.
   */
  readonly table: string;
  readonly reader: EventReader<Event>;
  /** The key of a stream's rows. */
  readonly keyOf: (stream: string) => string;
  /** What is known after one more event; a JSON value. */
  readonly take: (known: Known | undefined, recorded: ProjectedEvent<Event>) => Known;
}

interface FoldedRow<Known> {
  readonly key: string;
  readonly from_position: string;
  readonly to_position: string | null;
  readonly known: Known;
}

/** Folds streams into rows of JSON, for small families that are asked in few ways. */
export class FoldedRows<Known, Event> implements Projection<Event> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  readonly reader: EventReader<Event>;

  constructor(private readonly options: FoldedRowsOptions<Known, Event>) {
    this.name = options.name;
    this.version = options.version;
    this.tables = [options.table];
    this.reader = options.reader;
  }

  async apply(events: readonly ProjectedEvent<Event>[], manager: EntityManager): Promise<void> {
    const { table, keyOf, take } = this.options;
    const latest = await this.#latest([...new Set(events.map(({ stream }) => keyOf(stream)))], manager);
    const written: FoldedRow<Known>[] = [];
    for (const event of events) {
      const [key, position] = [keyOf(event.stream), String(event.position)];
      const before = latest.get(key);
      if (before !== undefined) written.push({ ...before, to_position: position });
      latest.set(key, { key, from_position: position, to_position: null, known: take(before?.known, event) });
    }
    written.push(...latest.values());
    await manager.query(
      `insert into ${table} (key, from_position, to_position, known)
       select key, from_position, to_position, known from json_populate_recordset(null::${table}, $1::json)
       on conflict (key, from_position) do update set to_position = excluded.to_position`,
      [JSON.stringify(written)],
    );
  }

  async #latest(keys: readonly string[], manager: EntityManager): Promise<Map<string, FoldedRow<Known>>> {
    const rows = await manager.query<FoldedRow<Known>[]>(
      `select key, from_position::text, null as to_position, known from ${this.options.table}
        where to_position is null and key = any($1::text[])`,
      [keys],
    );
    return new Map(rows.map((row) => [row.key, row]));
  }
}

/** A row as it is read: what is known under a key. */
export interface KnownRow<Known> {
  readonly key: string;
  readonly known: Known;
}

const NOW = 2n ** 63n - 1n;

/**
 * The rows that held when the log ended at `asAt` (now, unless given), by key. `where` narrows by `key` and `known`, with the
 * parameters given from `$2` on; it is written by a query, never taken from a request.
 */
export function foldedRows<Known>(
  dataSource: DataSource,
  table: string,
  { asAt = NOW, where = 'true', parameters = [] }: { asAt?: bigint | undefined; where?: string; parameters?: readonly unknown[] },
): Promise<readonly KnownRow<Known>[]> {
  return dataSource.query<KnownRow<Known>[]>(
    `select key, known from ${table}
      where from_position <= $1 and (to_position is null or to_position > $1) and ${where} order by key`,
    [String(asAt), ...parameters],
  );
}
