import type { Pack } from './pack.js';

/** One difference between two versions of a pack. A value that was not there, or is no longer, is left out. */
export interface PackChange {
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  /** Where: list members that have an id are named by it, as in `items/headline/rule/year`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a version of a pack changed, in the order of its fields; empty for equal content. The version number is left out. */
export const diffPacks = (before: Pack, after: Pack): readonly PackChange[] =>
  changes('', before, after).filter(({ path }) => path !== 'version');

function changes(path: string, before: unknown, after: unknown): readonly PackChange[] {
  if (before === undefined) return after === undefined ? [] : [{ change: 'added', path, after }];
  if (after === undefined) return [{ change: 'removed', path, before }];
  if (Array.isArray(before) && Array.isArray(after)) return changesOfList(path, before, after);
  if (isRecord(before) && isRecord(after)) return changesOfMembers(path, before, after);
  return before === after ? [] : [{ change: 'changed', path, before, after }];
}

/** Members are told apart by their ids, or by what they say; moving one is a change, because lists are orders. */
function changesOfList(path: string, before: readonly unknown[], after: readonly unknown[]): readonly PackChange[] {
  const [old, young] = [before.map(keyOf), after.map(keyOf)];
  const byKey = (keys: readonly string[], list: readonly unknown[]) =>
    Object.fromEntries(keys.map((key, index) => [key, list[index]]));
  const kept = young.filter((key) => old.includes(key)).join('\n');
  const moved = kept !== old.filter((key) => young.includes(key)).join('\n');
  return [
    ...changesOfMembers(path, byKey(old, before), byKey(young, after)),
    ...(moved ? [{ change: 'reordered', path, before: old, after: young } as const] : []),
  ];
}

function changesOfMembers(
  path: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly PackChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => changes(path === '' ? name : `${path}/${name}`, before[name], after[name]));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keyOf = (member: unknown): string => {
  if (!isRecord(member)) return String(member);
  const named = member['id'] ?? member['rating'];
  return typeof named === 'string' ? named : JSON.stringify(member);
};
