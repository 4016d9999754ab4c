/** Works on many things, some at a time, and gives the results in the order of the things. The first failure ends it. */
export async function inTurns<Thing, Result>(
  things: readonly Thing[],
  concurrency: number | undefined,
  work: (thing: Thing) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = things.entries();
  const worker = async (): Promise<void> => {
    for (const [index, thing] of queue) results[index] = await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency ?? 64, things.length) }, worker));
  return results;
}
