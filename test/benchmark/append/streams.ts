/** Where the next append of a caller goes: a stream, and the number of events in it already. */
export interface StreamPlace {
  readonly stream: string;
  readonly events: number;
}

/** Events per stream: about what an assessment comes to. */
const LONG = 40;

/** Gives each caller streams of its own, a new one after every 40 events. */
export class ManyStreams {
  readonly #places = new Map<number, { stream: string; events: number }>();
  #made = 0;

  constructor(private readonly run: string) {}

  next(caller: number): StreamPlace {
    const at = this.#places.get(caller);
    if (at !== undefined && at.events < LONG) return { stream: at.stream, events: at.events++ };
    this.#made += 1;
    const stream = `assessment-${this.run}.${String(this.#made)}`;
    this.#places.set(caller, { stream, events: 1 });
    return { stream, events: 0 };
  }
}
