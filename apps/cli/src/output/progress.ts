import type { CommandIo } from '../session/command.js';

/** How often somebody who reads it later is told, in milliseconds. */
const INTERVAL_MS = 5_000;
const WRITE_OVER = '\r\u001b[2K';

/**
 * Says on standard error how far work has come: one line that is written over where somebody watches, else a line now and
 * then.
 */
export class Progress {
  #told = Date.now();
  #line = '';

  constructor(
    private readonly io: Pick<CommandIo, 'err' | 'watched'>,
    private readonly label: string,
  ) {}

  /** Takes whole numbers; a `total` of 0 is no work at all. */
  reached(done: number | bigint, total: number | bigint): void {
    if (Number(total) === 0) return;
    const line = `${this.label}: ${String(done)} of ${String(total)}`;
    if (this.io.watched) {
      if (line !== this.#line) this.io.err(`${WRITE_OVER}${line}`);
      this.#line = line;
    } else if (Date.now() - this.#told >= INTERVAL_MS) {
      this.io.err(`${line}\n`);
      this.#told = Date.now();
    }
  }

  /** Leaves standard error to whatever comes next. */
  end(): void {
    if (this.#line !== '') this.io.err(WRITE_OVER);
    this.#line = '';
  }
}
