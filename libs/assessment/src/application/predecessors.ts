import type { MergerLink, OrganisationQueries } from '#organisations/contract.js';

/** An organisation that went into another, at first or further hand. */
export interface Predecessor extends MergerLink {
  /** The code of the organisation it merged into. */
  readonly into: string;
}

/**
 * Everybody an organisation took in, and everybody they had taken in before, as recorded by a position of the log. Nobody ever
 * split, so the walk meets each once; a mistaken record that goes in a circle ends where it began.
 */
export async function predecessorsOf(
  organisations: Pick<OrganisationQueries, 'find'>,
  code: string,
  asAt: bigint | undefined,
  met: ReadonlySet<string> = new Set([code]),
): Promise<readonly Predecessor[]> {
  const found = await organisations.find(code, asAt === undefined ? {} : { asAt });
  const direct = (found?.predecessors ?? []).filter((predecessor) => !met.has(predecessor.code));
  const branches = await Promise.all(
    direct.map(async (predecessor): Promise<readonly Predecessor[]> => [
      { ...predecessor, into: code },
      ...(await predecessorsOf(organisations, predecessor.code, asAt, new Set([...met, predecessor.code]))),
    ]),
  );
  return branches.flat();
}
