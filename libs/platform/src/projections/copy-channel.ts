import type { ClientBase } from 'pg';
import { fly, type Statement } from '../read-store/flight.js';

/** Bytes that may wait to be sent. */
const MAY_WAIT = 4_000_000;

/** Sends statements over one connection, in order, while the next ones are made. */
export class CopyChannel {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(private readonly client: ClientBase) {}

  /** Takes statements over; resolves as soon as not too much waits. */
  async take(statements: readonly Statement[]): Promise<void> {
    const bytes = statements.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    this.#waiting += bytes;
    this.#last = this.#last.then(async () => {
      await fly(this.client, statements);
      this.#waiting -= bytes;
    });
    // Whoever waits for all of it is told of a failure.
    this.#last.catch(() => undefined);
    if (this.#waiting > MAY_WAIT) await this.done();
  }

  /** Resolves when everything was sent; rejects when something failed. */
  done(): Promise<void> {
    return this.#last;
  }
}
