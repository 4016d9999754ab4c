/** One contender of a comparison. */
export interface Side<Sample> {
  readonly name: string;
  /** Works for about that long, and says what it measured. */
  run(milliseconds: number): Promise<Sample>;
}

/** How often and how long each side runs. */
export interface Rounds {
  readonly rounds: number;
  readonly milliseconds: number;
}

/**
 * Runs the sides in turns, each round beginning with another, so that what the machine does besides falls on all of them.
 * A short first turn warms each up and is not counted.
 */
export async function interleaved<Sample>(
  sides: readonly Side<Sample>[],
  { rounds, milliseconds }: Rounds,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(sides.map(({ name }) => [name, []]));
  for (const side of sides) await side.run(milliseconds / 2);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < sides.length; turn++) {
      const side = sides[(round + turn) % sides.length];
      if (side !== undefined) samples.get(side.name)?.push(await side.run(milliseconds));
    }
  }
  return samples;
}
