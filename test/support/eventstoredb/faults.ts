/** A call of the server that a fault can be asked for. */
export type FaultyCall = 'append' | 'batchAppend' | 'read' | 'subscribe';

/** What the server does to one call, instead of or besides carrying it out. */
export type Fault =
  /** Refuses it as a server that is shutting down would; nothing is done. */
  | { readonly kind: 'drop' }
  /** Carries it out and never answers. */
  | { readonly kind: 'never answer' }
  /** Takes it and does nothing at all, for ever. */
  | { readonly kind: 'ignore' }
  /** Carries it out and answers after so many milliseconds. */
  | { readonly kind: 'answer late'; readonly afterMs: number }
  /** Says everything twice: a batch append's answer, each event of a read. */
  | { readonly kind: 'answer twice' }
  /** Refers to the leader, whose address it gives. */
  | { readonly kind: 'not leader' }
  /** Writes, then loses every connection before it can answer. */
  | { readonly kind: 'die after the write' }
  /** Ends a subscription after so many events, with status OK and no error. */
  | { readonly kind: 'end cleanly'; readonly after: number }
  /** Confirms a subscription, says that it has caught up, and forgets it. */
  | { readonly kind: 'forget' };

/** The faults asked for and not yet played: each is played once, by the next call of its kind. */
export class Faults {
  readonly #waiting = new Map<FaultyCall, Fault[]>();
  readonly #played: string[] = [];

  /** What was played, in order: a test that asked for a fault can tell that it came to pass. */
  get played(): readonly string[] {
    return this.#played;
  }

  /** Asks for faults in the next calls of a kind, one each. */
  next(call: FaultyCall, ...faults: readonly Fault[]): void {
    this.#waiting.set(call, [...(this.#waiting.get(call) ?? []), ...faults]);
  }

  /** The fault this call has to play, if any. */
  take(call: FaultyCall): Fault | undefined {
    const fault = this.#waiting.get(call)?.shift();
    if (fault !== undefined) this.#played.push(`${call}: ${fault.kind}`);
    return fault;
  }
}
