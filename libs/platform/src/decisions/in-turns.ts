/**
 * Works on many things, some at a time, and gives the results in the order of the things. After a failure nothing more is
 * begun; it is thrown when what had begun has ended.
 */
export async function inTurns<Thing, Result>(
  things: readonly Thing[],
  concurrency: number | undefined,
  work: (thing: Thing) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const queue = things.entries();
  const worker = async (): Promise<void> => {
    for (const [index, thing] of queue) {
      try {
        results[index] = await work(thing);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency ?? 64, things.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
