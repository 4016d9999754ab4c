import { setFlagsFromString } from 'node:v8';

/** How much garbage may lie beside what lives before it is collected, in percent: Node itself lets the heap double and more. */
const GARBAGE_PERCENT = 25;

/**
 * Does long work that makes much and keeps little, and has memory tidied up early meanwhile: a rebuild is to fit beside the
 * service it serves (docs/benchmarks.md, Memory).
 */
export async function withSmallHeap<Result>(work: () => Promise<Result>): Promise<Result> {
  setFlagsFromString(`--heap-growing-percent=${String(GARBAGE_PERCENT)}`);
  try {
    return await work();
  } finally {
    // Zero leaves it to Node again.
    setFlagsFromString('--heap-growing-percent=0');
  }
}
