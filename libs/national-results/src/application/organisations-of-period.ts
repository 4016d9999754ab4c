import { type Pack, type Period, periodEnd } from '#frameworks/contract.js';
import type { OrganisationListItem, OrganisationQueries } from '#organisations/contract.js';

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
  const known = asAt === undefined ? {} : { asAt };
  const kinds = (['ccg', 'icb'] as const).filter((kind) => pack.assesses.includes(kind));
  const pages = await Promise.all(kinds.map((kind) => directory.list({ kind, effectiveOn: on, limit: 500, ...known })));
  const open = pages.flatMap(({ items }) => items);
  const waiting = await Promise.all(openedBefore(open).map((code) => waitsToTakeOver(directory, code, on, known)));
  const left = new Set(waiting.flat());
  return { on, organisations: open.filter(({ code }) => !left.has(code)) };
}

/** Successors that stand in the list beside those they are to take over from, and opened after them. */
function openedBefore(open: readonly OrganisationListItem[]): readonly string[] {
  const byCode = new Map(open.map((one) => [one.code, one]));
  const successors = open.flatMap(({ successor, openedOn = '' }) => {
    const found = successor === undefined ? undefined : byCode.get(successor);
    return found !== undefined && (found.openedOn ?? '') > openedOn ? [found.code] : [];
  });
  return [...new Set(successors)];
}

/**
 * The code, if nobody had merged into it by that day. NHS Newcastle Gateshead (13T) opened in November 2014 and took over from its
 * predecessors in April 2015: by the successor's date, the year before is theirs.
 */
async function waitsToTakeOver(
  directory: OrganisationQueries,
  code: string,
  day: string,
  known: { readonly asAt?: bigint },
): Promise<readonly string[]> {
  const found = await directory.find(code, known);
  return found !== undefined && found.predecessors.every(({ on }) => on > day) ? [code] : [];
}
