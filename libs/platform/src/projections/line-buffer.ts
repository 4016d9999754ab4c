const AT_FIRST = 4_096;
/** A character of a JavaScript string takes at most so many bytes in UTF-8. */
const BYTES_PER_CHARACTER = 3;

/** Lines of text, as the bytes that are sent: many lines kept as strings would have to be put together and encoded anew. */
export class LineBuffer {
  #bytes = Buffer.allocUnsafe(AT_FIRST);
  #length = 0;

  /** In bytes. */
  get length(): number {
    return this.#length;
  }

  add(line: string): void {
    this.#makeRoomFor(line.length * BYTES_PER_CHARACTER + 1);
    this.#length += this.#bytes.write(line, this.#length);
    this.#bytes[this.#length++] = 0x0a;
  }

  /** Hands the lines over, and begins anew. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.allocUnsafe(this.#length > AT_FIRST ? this.#bytes.length : AT_FIRST);
    this.#length = 0;
    return taken;
  }

  #makeRoomFor(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
