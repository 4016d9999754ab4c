import { type EditionStanding, standingOf, type TimedEdition } from './standing.js';
import type { Edition } from './state.js';

/** Who asks, as far as it matters here; nobody in particular is the public. */
export interface Reader {
  readonly id: string;
  /** The organisation they speak for. */
  readonly organisation: string | undefined;
  /** Whether their role is to prepare editions, or to audit how they came to be. */
  readonly prepares: boolean;
}

/** What of an edition somebody may see: all of it, one organisation's own entry, that it was withdrawn and why, or nothing. */
export type Sight =
  | { readonly of: 'all' }
  | { readonly of: 'own-entry'; readonly organisation: string }
  | { readonly of: 'notice' }
  | { readonly of: 'nothing' };

const ALL: Sight = { of: 'all' };
const NOTHING: Sight = { of: 'nothing' };

/**
 * The one place that decides who sees an edition. Before its embargo ends: those who prepare it, the people on its list, and
 * each organisation on its list its own entry. From that instant on: everybody.
 */
export function sightOf(
  scorecard: { readonly editions: readonly TimedEdition[] },
  edition: TimedEdition & Pick<Edition, 'list'>,
  at: string,
  reader: Reader | undefined,
): Sight {
  const standing: EditionStanding = standingOf(scorecard, edition, at);
  switch (standing) {
    case 'published':
    case 'superseded':
      return ALL;
    case 'withdrawn':
      return reader?.prepares === true ? ALL : { of: 'notice' };
    case 'stopped':
      return reader?.prepares === true ? ALL : NOTHING;
    case 'under-embargo':
      return reader === undefined ? NOTHING : sightBefore(edition, reader);
  }
}

function sightBefore({ list }: Pick<Edition, 'list'>, { id, organisation, prepares }: Reader): Sight {
  if (prepares || list.people.includes(id)) return ALL;
  return organisation !== undefined && list.organisations.includes(organisation) ? { of: 'own-entry', organisation } : NOTHING;
}
