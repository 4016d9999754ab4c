/**
 * A function of something recorded again and again, such as a framework's terms: worked out once for each object, and the same
 * object for equal results, however many streams hold them in memory. For results of which there are few, of JSON values.
 */
export function interned<From extends object, Result extends object>(make: (from: From) => Result): (from: From) => Result {
  const made = new WeakMap<From, Result>();
  const byText = new Map<string, Result>();
  return (from) => {
    const before = made.get(from);
    if (before !== undefined) return before;
    const result = make(from);
    const text = JSON.stringify(result);
    const kept = byText.get(text) ?? result;
    byText.set(text, kept);
    made.set(from, kept);
    return kept;
  };
}
