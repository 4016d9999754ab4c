/** `1 row`, `2 rows`. */
export const counted = (number: number | bigint, one: string, several = `${one}s`): string =>
  `${String(number)} ${BigInt(number) === 1n ? one : several}`;

/** Rows as columns, as wide as they need to be; the last column is left as it is. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Lines one step further to the right. */
export const indented = (lines: readonly string[], by = '  '): readonly string[] =>
  lines.map((line) => (line === '' ? line : `${by}${line}`));

/** A value as JSON for programs, a `bigint` as a string. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part), 2);
