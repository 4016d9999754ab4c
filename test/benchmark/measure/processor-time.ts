import { readdirSync, readFileSync } from 'node:fs';
import { median, rounded } from './statistics.js';

/**
 * Processor time by `/proc`, in microseconds. What a thing costs is told by it on a machine others use as well, where how long it
 * took is theirs too. A system without it tells 0.
 */

/** What something cost, each time it was done: in the program that did it, and in the database. */
export interface Cost {
  readonly program: number;
  readonly database: number;
}

/** What it costs in the middle one of several samples. */
export const medianCost = (samples: readonly Cost[]): Cost => ({
  program: rounded(median(samples.map(({ program }) => program))),
  database: rounded(median(samples.map(({ database }) => database))),
});

/** Takes the time of a program and of a database server with all that belongs to it. */
export class ProcessorTime {
  /** `database` is the server's first process; its connections are children of it. */
  constructor(
    private readonly program: number,
    private readonly database: number,
  ) {}

  /** Does something many times over, and says besides what came of it what each time cost. */
  async of<Sample>(work: () => Promise<Sample>, times: (sample: Sample) => number): Promise<Sample & { readonly cost: Cost }> {
    const before = this.#used();
    const sample = await work();
    const after = this.#used();
    const each = (used: number): number => used / times(sample);
    return {
      ...sample,
      cost: { program: each(after.program - before.program), database: each(after.database - before.database) },
    };
  }

  #used(): Cost {
    const used = (processes: readonly number[]): number => processes.reduce((total, id) => total + usedBy(id), 0);
    return { program: used([this.program]), database: used([this.database, ...childrenOf(this.database)]) };
  }
}

/** Of all its threads; the system counts nanoseconds. A process that has ended counts nothing. */
function usedBy(id: number): number {
  const threads = folder(`/proc/${String(id)}/task`);
  const nanoseconds = threads.map((thread) => Number(text(`/proc/${String(id)}/task/${thread}/schedstat`).split(' ', 1)[0]));
  return threads.length === 0 ? 0 : nanoseconds.reduce((total, each) => total + each, 0) / 1_000;
}

const childrenOf = (parent: number): readonly number[] =>
  folder('/proc')
    .map(Number)
    .filter((id) => Number.isInteger(id) && parentOf(id) === parent);

/** The fourth field, after the name in brackets, which may hold anything. */
const parentOf = (id: number): number => Number(/\) \S (\d+)/.exec(text(`/proc/${String(id)}/stat`))?.[1]);

const folder = (path: string): readonly string[] => orElse(() => readdirSync(path), []);
const text = (path: string): string => orElse(() => readFileSync(path, 'latin1'), '');

function orElse<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
