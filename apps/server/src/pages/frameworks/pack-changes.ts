import type { PackChange } from '#frameworks/contract.js';

const CHANGES = { added: 'Added', removed: 'Removed', changed: 'Changed', reordered: 'Put in another order' } as const;

/** Differences between two versions of a pack, as their table shows them. */
export const changeRows = (changes: readonly PackChange[]) =>
  changes.map(({ change, path, before, after }) => ({
    change: CHANGES[change],
    path: placeIn(path),
    before: inShort(before),
    after: inShort(after),
  }));

/** A sentence of a list has no name but itself, which stands beside it anyway. */
const placeIn = (path: string): string => path.replace(/\/[^/]*\s.*$/s, '');

const LONGEST = 400;

function inShort(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
