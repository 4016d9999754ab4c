import { LRUCache } from 'lru-cache';
import type { Codec } from '#kernel/codec.js';
import type { Decider } from '#kernel/decider.js';
import type { EventStore, RecordedEvent } from '../event-store/port.js';
import { readerOf } from '../text-sealing/event-sealing.js';

/** A stream as folded up to its revision. */
export interface FoldedStream<State> {
  readonly state: State;
  /** -1 when the stream does not exist. */
  readonly revision: bigint;
  /** Position of its last event; 0 when it does not exist. */
  readonly position: bigint;
}

/** Which moment of a stream: what was recorded by a position of the log, what was true on a day; both when both are given. */
export interface StreamMoment {
  readonly position?: bigint | undefined;
  /** `YYYY-MM-DD`: only events about that day or earlier ones, those about no day in particular, and those about the record. */
  readonly effectiveOn?: string | undefined;
}

interface FoldBehaviour<State, Event extends { type: string; data: unknown }> {
  readonly store: EventStore;
  readonly decider: Pick<Decider<State, never, Event>, 'initialState' | 'evolve'>;
  readonly codec: Codec<Event>;
  readonly isAboutTheRecord?: (storedName: string) => boolean;
  /** How many streams are kept folded in memory. */
  readonly kept?: number;
}

/**
 * Folds streams, keeping the latest in memory. What is kept is never trusted to be current: a decision on it is either
 * confirmed by the append's revision check or made again on the tail that was read.
 */
export class FoldedStreams<State, Event extends { type: string; data: unknown }> {
  private readonly kept: LRUCache<string, { latest: FoldedStream<State> }>;
  private readonly reader;

  constructor(private readonly behaviour: FoldBehaviour<State, Event>) {
    this.kept = new LRUCache({ max: behaviour.kept ?? 2_000 });
    this.reader = readerOf(behaviour.codec);
  }

  /** What is in memory, or else the stream as read now. */
  async recent(stream: string): Promise<FoldedStream<State>> {
    return this.kept.get(stream)?.latest ?? (await this.current(stream));
  }

  /** The stream as it stands now: what is in memory and the tail recorded since. */
  async current(stream: string): Promise<FoldedStream<State>> {
    const known = this.kept.get(stream)?.latest ?? this.empty();
    const tail = await this.behaviour.store.readStream(stream, known.revision < 0n ? {} : { afterRevision: known.revision });
    return this.keep(stream, this.extend(known, tail));
  }

  /** The stream as it stood when the log ended at `position`, or by what was true on a day. Never kept. */
  async asAt(stream: string, { position, effectiveOn }: StreamMoment): Promise<FoldedStream<State>> {
    const recorded = await this.behaviour.store.readStream(stream, position === undefined ? {} : { upToPosition: position });
    const holds = effectiveOn === undefined ? recorded : recorded.filter((event) => this.holdsOn(event, effectiveOn));
    return this.extend(this.empty(), holds);
  }

  private holdsOn({ type, metadata }: RecordedEvent, day: string): boolean {
    return (metadata.businessDate ?? '') <= day || this.behaviour.isAboutTheRecord?.(type) === true;
  }

  /** Takes over what this process has just appended, without reading it back. */
  appended(
    stream: string,
    before: FoldedStream<State>,
    events: readonly Event[],
    { revision, position }: { readonly revision: bigint; readonly position: bigint },
  ): void {
    const state = events.reduce((known, event) => this.behaviour.decider.evolve(known, event), before.state);
    this.keep(stream, { state, revision, position });
  }

  /** Unless what is kept is newer: a command may have been recorded while the tail was read. */
  private keep(stream: string, folded: FoldedStream<State>): FoldedStream<State> {
    const kept = this.kept.get(stream);
    if (kept === undefined) {
      if (folded.revision >= 0n) this.kept.set(stream, { latest: folded });
    } else if (folded.revision > kept.latest.revision) kept.latest = folded;
    return folded;
  }

  private empty(): FoldedStream<State> {
    return { state: this.behaviour.decider.initialState, revision: -1n, position: 0n };
  }

  private extend(from: FoldedStream<State>, tail: readonly RecordedEvent[]): FoldedStream<State> {
    const last = tail.at(-1);
    if (last === undefined) return from;
    const state = tail.reduce((known, recorded) => this.behaviour.decider.evolve(known, this.reader.read(recorded)), from.state);
    return { state, revision: last.revision, position: last.position };
  }
}
