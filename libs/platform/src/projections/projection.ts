import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-store/port.js';

/** An event as a projection sees it: decoded to today's shape, with where, when and by whom it was recorded. */
export interface ProjectedEvent<Event = { readonly type: string; readonly data: unknown }> extends Pick<
  RecordedEvent,
  'position' | 'stream' | 'revision' | 'id' | 'recordedAt' | 'metadata'
> {
  readonly event: Event;
}

/** What a projection needs of a codec: which stored names it reads, and how to open them. */
export interface EventReader<Event> {
  readonly storedNames: readonly string[];
  read(recorded: RecordedEvent): Event;
}

/**
 * A read model as a fold over the log. `apply` writes through the transaction that moves the checkpoint, so a batch is
 * seen by readers as a whole or not at all, and once.
 */
export interface Projection<Event = { readonly type: string; readonly data: unknown }> {
  /** Its name for operators; never changes. */
  readonly name: string;
  /** Raised when its rows would differ for the same log. */
  readonly version: number;
  /** Unqualified names of its tables in schema `read_model`, each ending in `_v<version>`. */
  readonly tables: readonly string[];
  readonly reader: EventReader<Event>;
  /** Applies a batch, in order. SQL is unqualified: `search_path` decides between the live and a rebuilt copy. */
  apply(events: readonly ProjectedEvent<Event>[], manager: EntityManager): Promise<void>;
}
