import fc from 'fast-check';
import { fold } from '#kernel/decider.js';
import { given } from '#kernel/testing/given-when-then.js';
import { chunksOf } from './chunks.js';
import { type BulkEntryCommand, bulkEntryDecider as decider } from './decider.js';
import type { BulkEntryData, BulkEntryEvent, FiledRow } from './events.js';

const today = '2026-11-25';
const row = (line: number): FiledRow => ({ line, cells: { item: 'planning' }, texts: {}, judged: '3' });
const filed = (chunk: number, ...lines: number[]): BulkEntryEvent => ({
  type: 'BulkEntryRowsFiled',
  data: { chunk, rows: lines.map(row) },
});
const acceptance: BulkEntryData<'BulkEntryAccepted'> = {
  ...{ kind: 'ratings', file: 'ratings.csv', digest: 'a'.repeat(64), rows: 3, chunks: 2 },
  ...{ actingAs: 'assessor@Q70', acceptedOn: today },
};
const accepted: BulkEntryEvent = { type: 'BulkEntryAccepted', data: acceptance };
const settle = (chunk: number, applied: number[], unchanged: number[] = [], lines: number[] = []) =>
  ({
    ...{ type: 'SettleRows', today, chunk, applied, unchanged },
    notApplied: lines.map((line) => ({ line, rule: 'judged-revision-is-stale', detail: 'It has changed.' })),
  }) as const satisfies BulkEntryCommand;
const settled = (command: ReturnType<typeof settle>): BulkEntryEvent => {
  const { type: _, today: settledOn, ...data } = command;
  return { type: 'BulkEntryRowsSettled', data: { ...data, settledOn } };
};
const whole = [filed(0, 2, 3), filed(1, 4)] as const;

describe('the rows of a bulk entry', () => {
  it('are filed chunk by chunk, and one that is there is nothing new', () => {
    given(decider)
      .when({ type: 'FileRows', chunk: 0, rows: [row(2), row(3)] })
      .thenEvents(filed(0, 2, 3));
    given(decider, filed(0, 2, 3))
      .when({ type: 'FileRows', chunk: 0, rows: [row(2), row(3)] })
      .thenNothing();
    given(decider)
      .when({ type: 'FileRows', chunk: 1, rows: [row(4)] })
      .thenRefused('bulk-entry-is-not-whole');
  });

  it('are accepted when all of them are there, once', () => {
    given(decider, ...whole)
      .when({ type: 'Accept', ...acceptance })
      .thenEvents(accepted);
    given(decider, filed(0, 2, 3))
      .when({ type: 'Accept', ...acceptance })
      .thenRefused('bulk-entry-is-not-whole');
    given(decider, ...whole, accepted)
      .when({ type: 'Accept', ...acceptance })
      .thenRefused('bulk-entry-accepted-already');
    given(decider, ...whole, accepted)
      .when({ type: 'FileRows', chunk: 2, rows: [row(5)] })
      .thenRefused('bulk-entry-accepted-already');
  });

  it('are settled once, and the last of them end it with the count of all', () => {
    const [first, last] = [settle(1, [], [4]), settle(0, [2], [], [3])];
    given(decider, ...whole, accepted)
      .when(first)
      .thenEvents(settled(first));
    given(decider, ...whole, accepted, settled(first))
      .when(first)
      .thenNothing();
    given(decider, ...whole, accepted, settled(first))
      .when(last)
      .thenEvents(settled(last), {
        type: 'BulkEntryFinished',
        data: { applied: 1, unchanged: 1, notApplied: 1, finishedOn: today },
      });
  });

  it('are settled only where they were filed and accepted', () => {
    given(decider, ...whole)
      .when(settle(0, [2, 3]))
      .thenRefused('bulk-entry-unknown');
    given(decider, ...whole, accepted)
      .when(settle(0, [2]))
      .thenRefused('bulk-entry-chunk-unknown');
  });

  it('are told with what became of them', () => {
    const state = fold(decider, [...whole, accepted, settled(settle(0, [2], [], [3]))]);
    expect(state.settled).toMatchObject({ chunks: [0], applied: 1, unchanged: 0, notApplied: [{ line: 3 }] });
  });
});

describe('the chunks of a file', () => {
  const parts = fc.array(fc.record({ part: fc.nat(12).map(String), line: fc.nat() }), { maxLength: 900 });

  it('hold every row once, each part in the order of the file, and none more than fits', () => {
    fc.assert(
      fc.property(parts, (rows) => {
        const chunks = chunksOf(rows, ({ part }) => part);
        expect(chunks.flat()).toHaveLength(rows.length);
        for (const part of new Set(rows.map((one) => one.part)))
          expect(chunks.flat().filter((one) => one.part === part)).toEqual(rows.filter((one) => one.part === part));
        expect(chunks.every((chunk) => chunk.length > 0 && chunk.length <= 250)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('keep the rows of a part together where they fit', () => {
    const rows = Array.from({ length: 600 }, (_, line) => ({ part: String(line % 100), line }));
    const chunks = chunksOf(rows, ({ part }) => part);
    for (const part of new Set(rows.map((one) => one.part)))
      expect(chunks.filter((chunk) => chunk.some((one) => one.part === part))).toHaveLength(1);
  });

  it('are small where the rows are long', () => {
    const rows = Array.from({ length: 300 }, (_, line) => ({ part: String(line), text: 'x'.repeat(2000) }));
    expect(Math.max(...chunksOf(rows, ({ part }) => part).map((chunk) => chunk.length))).toBeLessThan(100);
  });
});
