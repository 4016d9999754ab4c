import type { Decider } from '#kernel/decider.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { BulkEntryData, BulkEntryEvent, FiledRow } from './events.js';
import type { BulkEntryRule } from './rule-book.js';
import { type BulkEntry, evolve, initialState, settledWith } from './state.js';

/** What is asked of a bulk entry. `today` is the day in England. */
export type BulkEntryCommand =
  | { readonly type: 'FileRows'; readonly chunk: number; readonly rows: readonly FiledRow[] }
  | ({ readonly type: 'Accept' } & BulkEntryData<'BulkEntryAccepted'>)
  | ({ readonly type: 'SettleRows'; readonly today: string } & Omit<BulkEntryData<'BulkEntryRowsSettled'>, 'settledOn'>);

type Outcome = readonly BulkEntryEvent[] | Refusal<BulkEntryRule>;

/** The behaviour of a stream `bulkentry-{id}`. */
export const bulkEntryDecider: Decider<BulkEntry, BulkEntryCommand, BulkEntryEvent, BulkEntryRule> = {
  initialState,
  evolve,
  decide(command, state): Outcome {
    switch (command.type) {
      case 'FileRows':
        return fileRows(command, state);
      case 'Accept':
        return accept(command, state);
      case 'SettleRows':
        return settleRows(command, state);
    }
  },
};

type Asked<Type extends BulkEntryCommand['type']> = Extract<BulkEntryCommand, { type: Type }>;

/** Chunks are filed in their order; one that is there is nothing new, so that a filing that broke off can be begun again. */
function fileRows({ chunk, rows }: Asked<'FileRows'>, { status, filed }: BulkEntry): Outcome {
  if (chunk < filed.length) return [];
  if (status === 'accepted' || status === 'finished')
    return refuse('bulk-entry-accepted-already', 'This entry was accepted already: it takes no more rows.');
  if (chunk > filed.length) return refuse('bulk-entry-is-not-whole', `The rows before chunk ${String(chunk)} are not filed yet.`);
  return [{ type: 'BulkEntryRowsFiled', data: { chunk, rows } }];
}

function accept({ type: _, ...data }: Asked<'Accept'>, { status, filed }: BulkEntry): Outcome {
  if (status === 'accepted' || status === 'finished')
    return refuse('bulk-entry-accepted-already', 'This entry was accepted already. Nothing was entered twice.');
  const rows = filed.reduce((sum, count) => sum + count, 0);
  if (filed.length !== data.chunks || rows !== data.rows)
    return refuse('bulk-entry-is-not-whole', `${String(rows)} of ${String(data.rows)} rows are filed. Hand the file in again.`);
  return [{ type: 'BulkEntryAccepted', data }];
}

/** A chunk is settled once; the last one ends the entry. */
function settleRows({ type: _, today, ...news }: Asked<'SettleRows'>, state: BulkEntry): Outcome {
  const { accepted, settled, filed } = state;
  if (accepted === undefined) return refuse('bulk-entry-unknown', 'This entry was never accepted. Nothing was carried out.');
  if (settled.chunks.includes(news.chunk)) return [];
  const lines = news.applied.length + news.unchanged.length + news.notApplied.length;
  if (filed[news.chunk] !== lines)
    return refuse('bulk-entry-chunk-unknown', `Chunk ${String(news.chunk)} does not hold ${String(lines)} rows.`);
  const event: BulkEntryEvent = { type: 'BulkEntryRowsSettled', data: { ...news, settledOn: today } };
  if (settled.chunks.length + 1 < accepted.chunks) return [event];
  const { applied, unchanged, notApplied } = settledWith(settled, news);
  return [event, { type: 'BulkEntryFinished', data: { applied, unchanged, notApplied: notApplied.length, finishedOn: today } }];
}
