import type { OrganisationKind } from '../core/organisation/kinds.js';
import type { OrganisationListItem, OrganisationQueries } from './organisation-view.js';

/**
 * The organisations of some kinds that commissioned on a day: those open then, less those that opened beside the ones they were
 * to take over from and had not taken over yet. Made-up ones are left out.
 */
export async function commissioningOn(
  directory: OrganisationQueries,
  kinds: readonly OrganisationKind[],
  day: string,
  asAt?: bigint,
): Promise<readonly OrganisationListItem[]> {
  const known = asAt === undefined ? {} : { asAt };
  const pages = await Promise.all(kinds.map((kind) => directory.list({ kind, effectiveOn: day, limit: 500, ...known })));
  const open = pages.flatMap(({ items }) => items);
  const waiting = await Promise.all(openedBefore(open).map((code) => waitsToTakeOver(directory, code, day, known)));
  const left = new Set(waiting.flat());
  return open.filter(({ code }) => !left.has(code));
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
