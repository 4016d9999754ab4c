import type { NoticedEvent } from '#kernel/process-manager.js';
import type { BulkEntryEvent } from '../core/bulk-entry/events.js';
import { appliedRows } from './applied-rows.js';

const noticed = (event: BulkEntryEvent): NoticedEvent<BulkEntryEvent> => ({
  ...{ id: 'e', stream: 'bulkentry-x1', revision: 2n, recordedAt: '2026-11-25T09:00:00.000Z', event },
  metadata: { actor: 'wessex-assessor', role: 'assessor', correlationId: 'c' },
});

describe('an accepted bulk entry', () => {
  it('is carried out chunk by chunk, as whoever entered it', () => {
    const data = { kind: 'ratings', file: 'q2.csv', digest: 'a'.repeat(64), rows: 300, chunks: 2, actingAs: 'assessor@Q70' };
    const accepted = noticed({ type: 'BulkEntryAccepted', data: { ...data, acceptedOn: '2026-11-25' } });
    const about = { entry: 'x1', kind: 'ratings', file: 'q2.csv', actor: 'wessex-assessor', role: 'assessor' };
    expect(appliedRows.instanceOf(accepted)).toBe('bulkentry-x1');
    expect(appliedRows.react(accepted, null).commands).toEqual([
      { ...about, actingAs: 'assessor@Q70', chunk: 0 },
      { ...about, actingAs: 'assessor@Q70', chunk: 1 },
    ]);
  });

  it('follows from the acceptance alone: rows that are only filed are carried out by nobody', () => {
    const row = { line: 2, cells: {}, texts: {}, judged: null };
    const filed = noticed({ type: 'BulkEntryRowsFiled', data: { chunk: 0, rows: [row] } });
    expect([appliedRows.instanceOf(filed), appliedRows.react(filed, null).commands]).toEqual([undefined, []]);
  });
});
