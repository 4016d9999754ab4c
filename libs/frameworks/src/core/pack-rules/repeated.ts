/** The positions at which a value occurs that occurred before. */
export const repeatedAt = (values: readonly string[]): readonly number[] =>
  values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
