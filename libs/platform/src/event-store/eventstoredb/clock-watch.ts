/** Where along the log the server's clock went back. */
export interface ClockSetBack {
  readonly position: bigint;
  readonly recordedAt: string;
  /** When the event before it was recorded. */
  readonly previous: string;
}

/**
 * Compares the times of events that follow each other in the log. EventStoreDB dates events by its own clock, which may be
 * set back or differ between the nodes of a cluster: each place where it went back is reported, once.
 */
export class ClockWatch {
  readonly #report: (setBack: ClockSetBack) => void;
  #reportedUpTo = 0n;

  constructor(report: (setBack: ClockSetBack) => void) {
    this.#report = report;
  }

  /** Takes the time of the event before, if there is one, and events that follow it in order. */
  watch(previous: string | undefined, events: readonly { readonly position: bigint; readonly recordedAt: string }[]): void {
    let before = previous;
    for (const { position, recordedAt } of events) {
      if (before !== undefined && recordedAt < before && position > this.#reportedUpTo) {
        this.#reportedUpTo = position;
        this.#report({ position, recordedAt, previous: before });
      }
      before = recordedAt;
    }
  }
}
