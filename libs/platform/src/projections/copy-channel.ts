import type { EntityManager } from 'typeorm';

/** Bytes that may wait to be sent. */
const MAY_WAIT = 4_000_000;

/** Does work in one transaction, piece after piece, while the next pieces are made. */
export class CopyChannel {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(private readonly manager: EntityManager) {}

  /** Takes a piece of work of about so many bytes; resolves as soon as not too much waits. */
  async take(bytes: number, work: (manager: EntityManager) => Promise<void>): Promise<void> {
    this.#waiting += bytes;
    this.#last = this.#last.then(async () => {
      await work(this.manager);
      this.#waiting -= bytes;
    });
    // Whoever waits for the work is told of a failure.
    this.#last.catch(() => undefined);
    if (this.#waiting > MAY_WAIT) await this.done();
  }

  /** Resolves when all the work is done; rejects when some of it failed. */
  done(): Promise<void> {
    return this.#last;
  }
}
