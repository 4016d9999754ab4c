/** A position and when it was recorded. */
interface Sample {
  readonly position: bigint;
  readonly recordedAt: string;
}

/**
 * A few positions with their instants, so that looking for an instant begins near it instead of at the log's end.
 * EventStoreDB can be read from a position and not from an instant, and positions say nothing of time. Fed by everything
 * that is read in order; thinned out by half when full, so that memory is bounded and the samples stay spread out.
 */
export class InstantSamples {
  readonly #samples: Sample[] = [];
  readonly #limit: number;

  constructor(limit = 4_096) {
    this.#limit = limit;
  }

  /** Takes a sample. One that does not follow the others in both position and time is left out, or shows they are wrong. */
  note(position: bigint, recordedAt: string): void {
    const index = this.#samples.findLastIndex((sample) => sample.position < position);
    const after = this.#samples[index + 1];
    if (after?.position === position || (after !== undefined && after.recordedAt < recordedAt)) return;
    this.#samples.splice(index + 1, 0, { position, recordedAt });
    this.#forgetLaterThan(recordedAt, index);
    if (this.#samples.length > this.#limit) this.#thinOut();
  }

  /** A position from which backwards an instant is found: everything sampled from there on was recorded after it. */
  firstAfter(instant: string): bigint | undefined {
    return this.#samples.find((sample) => sample.recordedAt > instant)?.position;
  }

  /** The first sampled position beyond another, from which backwards that one is found. */
  firstBeyond(position: bigint): bigint | undefined {
    return this.#samples.find((sample) => sample.position > position)?.position;
  }

  /** Where the server's clock went back, what was sampled with a later time before it would lead past the event. */
  #forgetLaterThan(recordedAt: string, upTo: number): void {
    const kept = this.#samples.filter((sample, index) => index > upTo || sample.recordedAt <= recordedAt);
    if (kept.length < this.#samples.length) this.#samples.splice(0, this.#samples.length, ...kept);
  }

  #thinOut(): void {
    const kept = this.#samples.filter((_, index) => index % 2 === 0);
    this.#samples.splice(0, this.#samples.length, ...kept);
  }
}
