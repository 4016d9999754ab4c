import type { OrganisationKind } from '../core/organisation/kinds.js';
import type { OrganisationListItem, OrganisationQueries } from './organisation-view.js';

/** The organisations of some kinds that commissioned on a day, made-up ones left out. */
export async function commissioningOn(
  directory: OrganisationQueries,
  kinds: readonly OrganisationKind[],
  day: string,
  asAt?: bigint,
): Promise<readonly OrganisationListItem[]> {
  const known = asAt === undefined ? {} : { asAt };
  const pages = await Promise.all(kinds.map((kind) => directory.list({ kind, effectiveOn: day, limit: 500, ...known })));
  return pages.flatMap(({ items }) => items);
}
