import type { GridCell, GridItem } from '#assessment/contract.js';
import { dayInEngland } from '#platform/clock/england.js';
import type { EditionEntry, EditionItem } from '../core/scorecard/content.js';
import { editionId, kindsOfEdition } from '../core/scorecard/kinds.js';
import type { Edition } from '../core/scorecard/state.js';
import { publishedRating } from './edition-table.js';

/** A cell of what is public: as of any other grid, but an edition is no event of the organisation's record. */
export type PublicCell = Omit<GridCell, 'position'>;
export interface PublicItem extends Omit<GridItem, 'periods'> {
  readonly periods: Readonly<Record<string, PublicCell>>;
}

/** An edition that stands, and what it says of one organisation. */
export interface StandingEntry {
  readonly edition: Edition;
  readonly entry: EditionEntry;
}

/**
 * The rows of a public grid: what it says besides editions, and what the editions that stand say. What assessments were told of
 * editions is left out of it, for they are told a moment later.
 */
export function publishedItems(grid: readonly GridItem[], standing: readonly StandingEntry[]): readonly PublicItem[] {
  const rows = new Map<string, PublicItem>();
  const keyOf = (framework: string, item: string): string => JSON.stringify([framework, item]);
  for (const row of grid) {
    const kept = Object.entries(row.periods).filter(([, cell]) => cell.edition === undefined);
    rows.set(keyOf(row.framework, row.item), { ...row, periods: Object.fromEntries(kept) });
  }
  for (const { edition, entry } of standing) {
    const { content } = edition;
    // A summary says again what another edition has published.
    if (kindsOfEdition[content.kind].takes === 'published') continue;
    for (const item of content.items) {
      const cell = publishedCell({ edition, entry }, item);
      if (cell === undefined) continue;
      const key = keyOf(content.framework.id, item.id);
      const row = rows.get(key) ?? rowOf(edition, item);
      const { [content.period]: _, ...empty } = row.empty;
      rows.set(key, { ...row, empty, periods: { ...row.periods, [content.period]: cell } });
    }
  }
  return [...rows.values()];
}

const rowOf = ({ content }: Edition, { id, label, shortLabel, kind }: EditionItem): PublicItem => ({
  ...{ framework: content.framework.id, frameworkTitle: content.framework.title },
  ...{ item: id, label, shortLabel: shortLabel ?? null, kind, periods: {}, empty: {} },
});

function publishedCell({ edition, entry }: StandingEntry, item: EditionItem): PublicCell | undefined {
  const { content, embargoUntil, number } = edition;
  const published = publishedRating(entry, item.id, content);
  if (published === undefined) return undefined;
  const given = entry.ratings.find((one) => one.item === item.id)?.given;
  const publishedOn = dayInEngland(Date.parse(embargoUntil));
  return {
    ...{ rating: published.rating, label: published.label, publishedLabel: published.label, publishedOn },
    ...{ decidedOn: publishedOn, recordedAt: embargoUntil, stage: 'published', visibility: 'public', basis: null },
    ...(given && { stage: 'given', basis: 'given', decidedOn: given.givenOn, givenBy: `${given.role}, ${given.body}` }),
    ...{ assessment: entry.assessment, revision: entry.revision, round: entry.round, source: null, evidence: null },
    edition: editionId(content.scorecard, number),
  };
}
