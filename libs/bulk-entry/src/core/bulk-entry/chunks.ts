/** At most so many rows are filed in one event, and so many characters of them: well within what either engine takes. */
const [MOST_ROWS, MOST_CHARACTERS] = [250, 200_000] as const;

/**
 * Cuts rows into chunks: those of one part stay together, in the order of the file, as far as they fit. Parts come in the order
 * of their first rows.
 */
export function chunksOf<Row>(rows: readonly Row[], partOf: (row: Row) => string): readonly (readonly Row[])[] {
  const chunks: Row[][] = [];
  let room = { rows: 0, characters: 0 };
  for (const part of partsOf(rows, partOf)) {
    for (const piece of piecesOf(part)) {
      const size = sizeOf(piece);
      const last = chunks.at(-1);
      if (last !== undefined && piece.length <= room.rows && size <= room.characters) {
        last.push(...piece);
        room = { rows: room.rows - piece.length, characters: room.characters - size };
      } else {
        chunks.push([...piece]);
        room = { rows: MOST_ROWS - piece.length, characters: MOST_CHARACTERS - size };
      }
    }
  }
  return chunks;
}

/** The rows of each part. */
export function partsOf<Row>(rows: readonly Row[], partOf: (row: Row) => string): readonly (readonly Row[])[] {
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const part = parts.get(partOf(row));
    if (part === undefined) parts.set(partOf(row), [row]);
    else part.push(row);
  }
  return [...parts.values()];
}

const sizeOf = (rows: readonly unknown[]): number => JSON.stringify(rows).length;

/** A part that is larger than a chunk, divided. */
function piecesOf<Row>(part: readonly Row[]): readonly (readonly Row[])[] {
  if (part.length <= 1 || (part.length <= MOST_ROWS && sizeOf(part) <= MOST_CHARACTERS)) return [part];
  const half = Math.ceil(part.length / 2);
  return [...piecesOf(part.slice(0, half)), ...piecesOf(part.slice(half))];
}
