/** PostgreSQL's type numbers of the elements we send. */
export const ELEMENT = { bytea: 17, text: 25, json: 114 } as const;

const HEADER = 20;

/**
 * An array in PostgreSQL's binary format, which `pg` passes on as it is. The text format would escape each quotation mark
 * of each payload here and undo it there, which costs more than the append itself.
 */
export function binaryArray(element: number, values: readonly (string | Uint8Array | undefined)[]): Buffer {
  const sizes = values.map((value) => (typeof value === 'string' ? Buffer.byteLength(value) : (value?.byteLength ?? 0)));
  const array = Buffer.allocUnsafe(sizes.reduce((total, size) => total + 4 + size, HEADER));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(values.includes(undefined) ? 1 : 0, 4);
  array.writeInt32BE(element, 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let offset = HEADER;
  values.forEach((value, index) => {
    const size = sizes[index] ?? 0;
    offset = array.writeInt32BE(value === undefined ? -1 : size, offset);
    if (typeof value === 'string') array.write(value, offset);
    else if (value !== undefined) array.set(value, offset);
    offset += size;
  });
  return array;
}

/** A numbers' or ids' array in the text format, where nothing needs escaping. */
export const plainArray = (values: readonly (string | number | bigint)[]): string => `{${values.join(',')}}`;
