import { LRUCache } from 'lru-cache';
import type { LogBatch } from './log-batch.js';
import type { ProjectedEvent, Step, StreamProjection } from './projection.js';
import type { Write } from './writes.js';

/** How many streams' states are kept: more than all assessments of the country that are open at a time. */
const KEPT_STREAMS = 2000;

/** An error of the projection itself, not of what lies around it. */
export class CannotApply extends Error {
  constructor(override readonly cause: unknown) {
    super('the projection could not apply its events');
  }
}

/**
 * The states of streams as a projection has folded them. Those used last are kept in memory; another is folded anew from the
 * log when an event of its stream comes by.
 */
export class StreamStates {
  readonly #kept = new LRUCache<string, object>({ max: KEPT_STREAMS });

  constructor(private readonly projection: StreamProjection) {}

  /**
   * Folds events of a batch, which follow on position `from`, and hands on what they want written. What is kept stays as it was
   * until `keep` is given the answer. Throws CannotApply for what the fold throws.
   */
  async fold(
    events: readonly ProjectedEvent[],
    from: bigint,
    batch: LogBatch,
    write: (write: Write) => void,
  ): Promise<ReadonlyMap<string, object>> {
    const states = await this.#recall(events, from, batch);
    for (const event of events) {
      const step = this.#step(states.get(event.stream), event);
      for (const wanted of step.writes) write(wanted);
      states.set(event.stream, step.state);
    }
    return states;
  }

  /** Takes over the states after a fold. */
  keep(states: ReadonlyMap<string, object>): void {
    if (this.projection.stateless === true) return;
    for (const [stream, state] of states) this.#kept.set(stream, state);
  }

  /** Begins anew: the read model has moved by other hands, or does without other events than before. */
  forget(): void {
    this.#kept.clear();
  }

  /** The states of the streams the events belong to; a stream that begins with them has none yet. */
  async #recall(events: readonly ProjectedEvent[], from: bigint, batch: LogBatch): Promise<Map<string, object>> {
    const states = new Map<string, object>();
    if (this.projection.stateless === true) return states;
    const unknown = new Set<string>();
    for (const { stream, revision } of events) {
      if (states.has(stream) || unknown.has(stream)) continue;
      const kept = this.#kept.get(stream);
      if (kept !== undefined) states.set(stream, kept);
      else if (revision > 0n) unknown.add(stream);
    }
    const recalled = await Promise.all(
      [...unknown].map(async (stream) => [stream, await batch.historyOf(stream, from, this.projection.reader)] as const),
    );
    for (const [stream, history] of recalled) {
      const state = history.reduce<object | undefined>((before, event) => this.#step(before, event).state, undefined);
      if (state !== undefined) states.set(stream, state);
    }
    return states;
  }

  #step(before: object | undefined, event: ProjectedEvent): Step<object> {
    try {
      return this.projection.step(before ?? this.projection.initialState, event);
    } catch (error) {
      throw new CannotApply(error);
    }
  }
}
