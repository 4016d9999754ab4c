import { randomFillSync } from 'node:crypto';

const STOCK_BYTES = 8_192;

/**
 * Random bytes of the operating system, fetched many at a time: each call to the system costs more than sealing a text. What
 * was taken is wiped from the stock, so that a key is nowhere but with its owner.
 */
export class RandomStock {
  readonly #stock = Buffer.alloc(STOCK_BYTES);
  #used = STOCK_BYTES;

  /** Bytes never given before. */
  take(count: number): Buffer {
    if (count > STOCK_BYTES) return randomFillSync(Buffer.alloc(count));
    if (this.#used + count > STOCK_BYTES) {
      randomFillSync(this.#stock);
      this.#used = 0;
    }
    // A copy of its own memory, and not of the pool that Buffer.from shares out: keys stay with us longer than most.
    const taken = Buffer.alloc(count);
    this.#stock.copy(taken, 0, this.#used, this.#used + count);
    this.#stock.fill(0, this.#used, this.#used + count);
    this.#used += count;
    return taken;
  }
}
