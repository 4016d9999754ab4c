/** A type of PostgreSQL's as it lies in its binary format. */
interface Element<Value> {
  /** PostgreSQL's number of the type. */
  readonly type: number;
  /** How many bytes a value takes. */
  size(value: Value): number;
  /** Writes a value at a place of the buffer. */
  write(value: Value, buffer: Buffer, at: number): void;
}

const text: Element<string> = {
  type: 25,
  size: (value) => Buffer.byteLength(value),
  write: (value, buffer, at) => void buffer.write(value, at),
};

/** The elements of the arrays we send. */
export const ELEMENT = {
  text,
  json: { ...text, type: 114 },
  bytea: {
    type: 17,
    size: (value) => value.byteLength,
    write: (value, buffer, at) => buffer.set(value, at),
  } satisfies Element<Uint8Array>,
  bigint: {
    type: 20,
    size: () => 8,
    write: (value, buffer, at) => void buffer.writeBigInt64BE(value, at),
  } satisfies Element<bigint>,
  uuid: {
    type: 2950,
    size: () => 16,
    write(value, buffer, at) {
      if (buffer.write(value.replaceAll('-', ''), at, 16, 'hex') !== 16) throw new TypeError(`${value} is not a UUID`);
    },
  } satisfies Element<string>,
} as const;

const HEADER = 20;

/**
 * An array in PostgreSQL's binary format, which `pg` passes on as it is; `undefined` is NULL. The text format would escape each
 * quotation mark of each payload here and undo it there, and read each number and id back from digits.
 */
export function binaryArray<Value>(element: Element<Value>, values: readonly (Value | undefined)[]): Buffer {
  const sizes = values.map((value) => (value === undefined ? 0 : element.size(value)));
  const array = Buffer.allocUnsafe(sizes.reduce((total, size) => total + 4 + size, HEADER));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(values.includes(undefined) ? 1 : 0, 4);
  array.writeInt32BE(element.type, 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEADER;
  values.forEach((value, index) => {
    const size = sizes[index] ?? 0;
    at = array.writeInt32BE(value === undefined ? -1 : size, at);
    if (value !== undefined) element.write(value, array, at);
    at += size;
  });
  return array;
}
