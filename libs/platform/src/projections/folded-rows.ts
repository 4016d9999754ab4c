import type { DataSource } from 'typeorm';
import type { EventReader, ProjectedEvent, Step, StreamProjection } from './projection.js';
import type { Row, TableShape, Write } from './writes.js';

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

/** What is known under a key, and since when; undefined before the first event. */
interface Latest<Known> {
  readonly known?: Known;
  readonly from?: string;
}

/** Folds streams into rows of JSON, for small families that are asked in few ways. */
export class FoldedRows<Known, Event> implements StreamProjection<Event, Latest<Known>> {
  readonly name: string;
  readonly version: number;
  readonly tables: readonly string[];
  readonly shapes: readonly TableShape[];
  readonly reader: EventReader<Event>;
  readonly initialState = {};

  constructor(private readonly options: FoldedRowsOptions<Known, Event>) {
    this.name = options.name;
    this.version = options.version;
    this.tables = [options.table];
    this.shapes = [{ name: options.table, key: ['key', 'from_position'] }];
    this.reader = options.reader;
  }

  step(before: Latest<Known>, event: ProjectedEvent<Event>): Step<Latest<Known>> {
    const { table, keyOf, take } = this.options;
    const [key, at, known] = [keyOf(event.stream), String(event.position), take(before.known, event)];
    const row = (): Row => ({ key, from_position: at, to_position: null, known });
    const writes: Write[] = [{ do: 'insert', table, row }];
    if (before.from !== undefined) writes.unshift({ do: 'close', table, key: { key, from_position: before.from }, at });
    return { state: { known, from: at }, writes };
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
