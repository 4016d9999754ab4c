/** What callers that never pause got done. */
export interface LoopResult {
  readonly perSecond: number;
  /** How long each call took, in milliseconds. */
  readonly latencies: readonly number[];
}

/** Keeps `callers` calls under way for a while: each caller asks again as soon as it was answered. */
export async function closedLoop(
  callers: number,
  milliseconds: number,
  call: (caller: number) => Promise<void>,
): Promise<LoopResult> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + milliseconds;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let now = performance.now(); now < end;) {
        await call(caller);
        const then = now;
        now = performance.now();
        latencies.push(now - then);
      }
    }),
  );
  return { perSecond: latencies.length / ((performance.now() - began) / 1_000), latencies };
}
