import { type Pack, type Period, periodEnd } from '#frameworks/contract.js';
import { commissioningOn, type OrganisationListItem, type OrganisationQueries } from '#organisations/contract.js';

/** The organisations a framework assesses in a period. */
export interface OrganisationsOfPeriod {
  /** The last day of the period. */
  readonly on: string;
  readonly organisations: readonly OrganisationListItem[];
}

/** Those that commissioned on the last day of the period, of the kinds the framework assesses and this service knows. */
export async function organisationsOfPeriod(
  directory: OrganisationQueries,
  pack: Pick<Pack, 'assesses'>,
  period: Period,
  asAt?: bigint,
): Promise<OrganisationsOfPeriod> {
  const on = periodEnd(period);
  return { on, organisations: await commissioningOn(directory, assessedHere(pack), on, asAt) };
}

/** The kinds of organisation a framework assesses that this service lists. */
const assessedHere = ({ assesses }: Pick<Pack, 'assesses'>) =>
  (['ccg', 'icb'] as const).filter((kind) => assesses.includes(kind));
