import type { BusinessDate } from '#kernel/business-date.js';

/** What a piece of work is about. */
export type WorkKind =
  | 'assessment'
  | 'action'
  | 'sharing'
  | 'panel'
  | 'edition'
  | 'letter'
  | 'self-assessment'
  | 'given-up-commands'
  | 'failing-messages'
  | 'bulk-entry';

/** What the day of a piece of work says: since when it waits, by when it is due, until when it can be done, when it takes place. */
export type DayIs = 'since' | 'due' | 'until' | 'on';

/** A piece of work that waits for somebody, or a day they should know of. */
export interface WorkItem {
  readonly kind: WorkKind;
  readonly day: BusinessDate | null;
  readonly dayIs: DayIs;
  /** Whether the day it was due by, could be done until or takes place on has passed. What only waits is never overdue. */
  readonly overdue: boolean;
  /** What is to be done, in a few words. */
  readonly toDo: string;
  /** What it is about: an organisation's name, a sitting, an edition. */
  readonly about: string;
  readonly organisation: string | null;
  readonly period: string | null;
  /** What else to know before beginning: a framework, an owner, what is missing. */
  readonly notes: readonly string[];
  /** Why it is theirs. */
  readonly why: string;
  /** The path of the page it is done on; null where there is none. */
  readonly page: string | null;
}

/** The work by day, the earliest first: what has waited longest and what is overdue come before what is to come. */
export function byDay(items: readonly Omit<WorkItem, 'overdue'>[], today: BusinessDate): readonly WorkItem[] {
  return items
    .map((item) => ({ ...item, overdue: item.dayIs !== 'since' && item.day !== null && item.day < today }))
    .toSorted((one, other) => compare(one.day ?? '', other.day ?? '') || compare(one.about, other.about));
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
