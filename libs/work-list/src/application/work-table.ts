import type { WorkItem } from '../core/work-item.js';

/** A row of the list as a file. */
export type WorkRow = Readonly<
  Record<'day' | 'day_is' | 'overdue' | 'kind' | 'to_do' | 'about' | 'organisation' | 'period' | 'notes' | 'why' | 'page', string>
>;

/** The list as a file holds it: a row for each piece of work, in the order of the list. */
export const workRows = (items: readonly WorkItem[]): readonly WorkRow[] =>
  items.map(({ day, dayIs, overdue, kind, toDo, about, organisation, period, notes, why, page }) => ({
    ...{ day: day ?? '', day_is: dayIs, overdue: overdue ? 'yes' : 'no', kind, to_do: toDo, about },
    ...{ organisation: organisation ?? '', period: period ?? '', notes: notes.join('; '), why, page: page ?? '' },
  }));
