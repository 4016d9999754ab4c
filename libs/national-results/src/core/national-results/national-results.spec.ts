import fc from 'fast-check';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import { nationalResultsDecider as decider, type TranscribeNationalResults } from './decider.js';
import type { NationalResults } from './events.js';

const published: NationalResults = {
  framework: 'ccg-assurance-2015-16',
  period: '2015-16-year',
  item: 'headline',
  organisations: 209,
  counts: [
    { rating: 'good', publishedLabel: 'Good', count: 82, evidence: 'published' },
    { rating: 'inadequate', publishedLabel: 'Inadequate', count: 127, evidence: 'published' },
  ],
  source: 'a page',
};
const transcribe = (change: Partial<NationalResults> = {}, open = 209): TranscribeNationalResults => ({
  type: 'TranscribeNationalResults',
  results: { ...published, ...change },
  openThen: { count: open, on: '2016-03-31' },
});
const recorded = (data: NationalResults) => ({ type: 'NationalResultsTranscribed', data }) as const;

describe('published national results', () => {
  it('are taken over when they sum to the organisations of the year', () => {
    given(decider).when(transcribe()).thenEvents(recorded(published));
  });

  it('are nothing new when the same source says them again, whatever is known of organisations by then', () => {
    given(decider, recorded(published)).when(transcribe({}, 210)).thenNothing();
  });

  it('are refused, with the difference named, where the counts do not sum', () => {
    const [good, inadequate] = published.counts;
    const counts = [good!, { ...inadequate!, count: 126 }];
    given(decider).when(transcribe({ counts })).thenRefused('counts-sum-to-the-organisations');
    const refusal = decider.decide(transcribe({ counts }), decider.initialState);
    expect(isRefusal(refusal) && refusal.detail).toContain('sum to 208, 1 fewer than the 209 organisations given');
  });

  it('are refused, with the difference named, where they are not of the organisations of the year', () => {
    given(decider).when(transcribe({}, 207)).thenRefused('organisations-are-those-of-the-year');
    const refusal = decider.decide(transcribe({}, 207), decider.initialState);
    expect(isRefusal(refusal) && refusal.detail).toBe('209 organisations are given, 2 more than the 207 open on 2016-03-31.');
  });

  it('count a rating once', () => {
    const [good] = published.counts;
    given(decider)
      .when(transcribe({ counts: [good!, good!] }))
      .thenRefused('a-rating-is-counted-once');
  });

  it('stand side by side where sources differ, and one source is believed in what it said last', () => {
    const other = { ...published, source: 'another page' };
    const later = { ...published, counts: published.counts.map((one) => ({ ...one, evidence: 'derived' as const })) };
    expect(fold(decider, [recorded(published), recorded(other), recorded(later)]).sources).toEqual([other, later]);
  });

  it('never stand where they do not sum to the organisations of the year', () => {
    const counts = fc.array(fc.nat({ max: 120 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 240 }), fc.integer({ min: 1, max: 240 }), (each, organisations, open) => {
        const listed = each.map((count, index) => ({ ...published.counts[0]!, rating: `r${String(index)}`, count }));
        const decided = decider.decide(transcribe({ organisations, counts: listed }, open), decider.initialState);
        const sum = each.reduce((total, count) => total + count, 0);
        expect(isRefusal(decided)).toBe(sum !== organisations || organisations !== open);
      }),
    );
  });
});
