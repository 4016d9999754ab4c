import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-store/port.js';
import type { TableShape, Write } from './writes.js';

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

/** What every read model says of itself. */
export interface ReadModel<Event> {
  /** Its name for operators; never changes. */
  readonly name: string;
  /** Raised when its rows would differ for the same log. */
  readonly version: number;
  /** Unqualified names of its tables in schema `read_model`, each ending in `_v<version>`. */
  readonly tables: readonly string[];
  readonly reader: EventReader<Event>;
}

/** What an event does to a read model: the state of its stream for the next event, and what is to be written. */
export interface Step<State> {
  readonly state: State;
  readonly writes: readonly Write[];
}

/**
 * A read model as a pure fold over each stream. Its state is kept in memory only: where it is not there, the stream is folded
 * anew. So nothing but the rows is stored, and rows cannot depend on where batches begin.
 */
export interface StreamProjection<
  Event = { readonly type: string; readonly data: unknown },
  State extends object = object,
> extends ReadModel<Event> {
  /** Its tables, with what is needed to write to them. */
  readonly shapes: readonly TableShape[];
  /** The state of a stream before its first event. */
  readonly initialState: State;
  /** Whether each event stands for itself: the state is always the initial one. */
  readonly stateless?: boolean;
  step(before: State, event: ProjectedEvent<Event>): Step<State>;
}

/**
 * A read model whose rows follow from several streams together. `apply` writes through the transaction that moves the
 * checkpoint, so a batch is seen by readers as a whole or not at all, and once.
 */
export interface SqlProjection<Event = { readonly type: string; readonly data: unknown }> extends ReadModel<Event> {
  /** Applies a batch, in order. SQL is unqualified: `search_path` decides between the live and a rebuilt copy. */
  apply(events: readonly ProjectedEvent<Event>[], manager: EntityManager): Promise<void>;
}

/** A read model as a fold over the log: of each stream by itself, or by SQL of its own. */
export type Projection<Event = { readonly type: string; readonly data: unknown }> =
  StreamProjection<Event> | SqlProjection<Event>;

/** A projection that folds each stream, from its fold. */
export function projectStreams<Event, State extends object>(
  fold: Omit<StreamProjection<Event, State>, 'tables'>,
): StreamProjection<Event, State> {
  return { ...fold, tables: fold.shapes.map(({ name }) => name) };
}

/** A projection to which each event stands for itself. */
export const projectEvents = <Event>(
  readModel: Pick<StreamProjection<Event>, 'name' | 'version' | 'shapes' | 'reader'>,
  writesOf: (event: ProjectedEvent<Event>) => readonly Write[],
): StreamProjection<Event> =>
  projectStreams({
    ...readModel,
    initialState: {},
    stateless: true,
    step: (state, event) => ({ state, writes: writesOf(event) }),
  });
