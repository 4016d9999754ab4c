import { refuse, type Refusal } from '#kernel/refusal.js';
import type { OrganisationQueries } from '#organisations/contract.js';

/** Refuses codes that no organisation ever bore. */
export async function unknownOrganisations(
  organisations: OrganisationQueries,
  codes: readonly string[],
): Promise<Refusal<'intervention-organisation-unknown'> | undefined> {
  const found = await Promise.all(codes.map((code) => organisations.find(code)));
  const unknown = codes.filter((_, index) => found[index] === undefined);
  return unknown.length === 0
    ? undefined
    : refuse('intervention-organisation-unknown', `No organisation has the code ${unknown.join(', ')}. Nothing was recorded.`);
}
