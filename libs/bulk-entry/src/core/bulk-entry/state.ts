import type { BulkEntryData, BulkEntryEvent } from './events.js';

/** A row that was not carried out, and why. */
export type RowNotApplied = BulkEntryData<'BulkEntryRowsSettled'>['notApplied'][number];

/** What became of the rows so far. */
export interface Settlement {
  /** The chunks whose rows are settled, in the order settled. */
  readonly chunks: readonly number[];
  readonly applied: number;
  readonly unchanged: number;
  readonly notApplied: readonly RowNotApplied[];
}

/** A bulk entry, without its rows: those are read from the log when they are needed. */
export interface BulkEntry {
  readonly status: 'not-begun' | 'filing' | 'accepted' | 'finished';
  /** How many rows each chunk holds. */
  readonly filed: readonly number[];
  readonly accepted: BulkEntryData<'BulkEntryAccepted'> | undefined;
  readonly settled: Settlement;
}

export const initialState: BulkEntry = {
  status: 'not-begun',
  filed: [],
  accepted: undefined,
  settled: { chunks: [], applied: 0, unchanged: 0, notApplied: [] },
};

/** The entry after one more event. */
export function evolve(state: BulkEntry, event: BulkEntryEvent): BulkEntry {
  switch (event.type) {
    case 'BulkEntryRowsFiled':
      return { ...state, status: 'filing', filed: [...state.filed, event.data.rows.length] };
    case 'BulkEntryAccepted':
      return { ...state, status: 'accepted', accepted: event.data };
    case 'BulkEntryRowsSettled':
      return { ...state, settled: settledWith(state.settled, event.data) };
    case 'BulkEntryFinished':
      return { ...state, status: 'finished' };
  }
}

/** The settlement with the rows of one more chunk. */
export const settledWith = (
  { chunks, applied, unchanged, notApplied }: Settlement,
  news: Omit<BulkEntryData<'BulkEntryRowsSettled'>, 'settledOn'>,
): Settlement => ({
  chunks: [...chunks, news.chunk],
  applied: applied + news.applied.length,
  unchanged: unchanged + news.unchanged.length,
  notApplied: [...notApplied, ...news.notApplied],
});
