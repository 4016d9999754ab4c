import { afterAttempt, WAITS_MS } from './delivery.js';

const passing = { outcome: 'not-accepted', forGood: false, isUnreachable: true, detail: 'No connection' } as const;

describe('after an attempt to send', () => {
  it('a message that was accepted is sent', () => {
    expect(afterAttempt({ outcome: 'accepted' }, 3, 0)).toEqual({ status: 'sent' });
  });

  it('one that may have arrived is not sent again by itself, after whichever attempt', () => {
    for (const attempts of [1, 2, 99])
      expect(afterAttempt({ outcome: 'uncertain', detail: 'x' }, attempts, 0).status).toBe('perhaps-sent');
  });

  it('one that did not arrive waits, each time longer, and fails in the end', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((attempts) => afterAttempt(passing, attempts, 1_000));
    const waits = all.flatMap((after) => (after.status === 'waiting' ? after.againAt - 1_000 : []));
    expect(waits).toEqual(WAITS_MS);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    expect(all.at(-1)).toEqual({ status: 'failed', detail: 'No connection' });
  });

  it('one that was refused for good fails at once', () => {
    expect(afterAttempt({ ...passing, forGood: true }, 1, 0).status).toBe('failed');
  });
});
