import fc from 'fast-check';
import { shippedPack } from '../../testing/shipped-pack.js';
import { tallyPack } from '../../testing/tally-pack.js';
import { computeRatings } from '../compute-ratings.js';
import { type FrameworkForPeriod, frameworkForPeriod } from '../framework-for-period.js';

const HASH = 'd'.repeat(64);
const tally = frameworkForPeriod(tallyPack, HASH, '2027-28-q1') as FrameworkForPeriod;
const oversight = frameworkForPeriod(shippedPack('nhs-oversight-2026-27'), HASH, '2026-27-q1') as FrameworkForPeriod;

type Scores = readonly [finance: string, waiting: string, safety: string];

const scores = (finance: string, waiting: string, safety: string, override = 'not-applied') => ({
  finance,
  waiting,
  safety,
  'financial-override': override,
});
const computed = (item: string, ratings: Readonly<Record<string, string>>, framework = tally) =>
  computeRatings(framework, ratings).find((one) => one.item === item);
const rating = (item: string, ratings: Readonly<Record<string, string>>): string | undefined => {
  const outcome = computed(item, ratings)?.outcome;
  return outcome?.kind === 'computed' ? outcome.rating : undefined;
};

const score = fc.constantFrom('1', '2', '3', '4');
const anyScores = fc.tuple(score, score, score);
const worse = (value: string): string => String(Math.min(4, Number(value) + 1));

describe('the mean of scores', () => {
  it.each([
    [['1', '1', '2'], '1', 'published'],
    [['1', '2', '3'], '2', 'assumed'],
    [['4', '4', '4'], '4', 'assumed'],
  ] as const)('of %j is placed at %s (%s)', (given, expected, certainty) => {
    expect(computed('by-mean', scores(...(given as Scores)))).toMatchObject({ certainty, outcome: { rating: expected } });
  });

  it('says what the number is and what the next better rating needs', () => {
    expect(computed('by-mean', scores('1', '2', '3'))?.outcome).toMatchObject({
      explanation: '2: the mean of 3 scores is 2; 1 needs 1.5 or less',
    });
    expect(computed('by-mean', scores('1', '1', '2'))?.outcome).toMatchObject({
      explanation: '1: the mean of 3 scores is about 1.333; 1 needs 1.5 or less',
    });
  });

  it('takes an edge exactly, and leaves out what does not apply', () => {
    expect(computed('by-mean', scores('1', '2', 'not-applicable'))?.outcome).toMatchObject({
      rating: '1',
      explanation: '1: the mean of 2 scores is 1.5; 1 needs 1.5 or less; Safety does not apply',
    });
  });

  it('never improves when a score worsens, where 1 is best', () => {
    fc.assert(
      fc.property(anyScores, ([one, two, three]) => {
        const [before, after] = [rating('by-mean', scores(one, two, three)), rating('by-mean', scores(worse(one), two, three))];
        expect(Number(after)).toBeGreaterThanOrEqual(Number(before));
      }),
    );
  });

  it('does not depend on which item has which score', () => {
    fc.assert(
      fc.property(anyScores, ([one, two, three]) => {
        expect(rating('by-mean', scores(one, two, three))).toBe(rating('by-mean', scores(three, one, two)));
      }),
    );
  });
});

describe('a weighted score', () => {
  it('gives an item its own weight and shares the other among those of the kind, in words', () => {
    // Points 3, 0, 1: half of 3, and half of the mean of 0 and 1.
    expect(computed('by-weight', scores('1', '4', '3'))?.outcome).toEqual({
      kind: 'computed',
      rating: '2',
      explanation: '2: the weighted score of Finance (50 of 100) and 2 ratings (50 of 100) is 1.75; 1 needs 2.5 or more',
    });
  });

  it('leaves the weight of what does not apply to the others', () => {
    expect(rating('by-weight', scores('1', '1', 'not-applicable'))).toBe('1');
  });

  it('waits for every score', () => {
    expect(computed('by-weight', { finance: '1' })?.outcome).toEqual({ kind: 'incomplete', missing: ['waiting', 'safety'] });
  });

  it('is the plain mean where the scores are equal, and never improves when one worsens', () => {
    fc.assert(
      fc.property(anyScores, ([one, two, three]) => {
        const place = (values: readonly [string, string, string]) => Number(rating('by-weight', scores(...values)));
        expect(place([one, one, one])).toBe(one === '1' ? 1 : one === '2' ? 2 : 4);
        expect(place([worse(one), two, three])).toBeGreaterThanOrEqual(place([one, two, three]));
        expect(place([one, worse(two), three])).toBeGreaterThanOrEqual(place([one, two, three]));
      }),
    );
  });
});

describe('counts of ratings', () => {
  it.each([
    [['1', '1', '2'], '1', '1: 2 of 3 are 1 (at least 2 needed), 0 of 3 are 3 or 4 (at most 0 allowed)'],
    [['1', '2', '2'], '2', '2: 0 of 3 are 4 (at most 0 allowed)'],
    [['1', '1', '4'], '4', '4: the needs of no better rating are met: 1 of 3 are 4 (at most 0 allowed)'],
  ] as const)('of %j give %s', (given, expected, explanation) => {
    expect(computed('by-count', scores(...(given as Scores)))?.outcome).toEqual({
      kind: 'computed',
      rating: expected,
      explanation,
    });
  });

  it('never improve when a score worsens', () => {
    fc.assert(
      fc.property(anyScores, ([one, two, three]) => {
        const place = (first: string) => Number(rating('by-count', scores(first, two, three)));
        expect(place(worse(one))).toBeGreaterThanOrEqual(place(one));
      }),
    );
  });
});

describe('a financial override', () => {
  it('holds a better segment down, and says what it would be without', () => {
    expect(computed('segment', scores('1', '1', '1', 'applied'))).toMatchObject({
      certainty: 'assumed',
      outcome: {
        rating: '3',
        explanation:
          'Segment 3: no better, because Financial override is Applied (without that Segment 1: as Segment before override)',
      },
    });
  });

  it('changes nothing where it does not apply, or where the segment is no better anyway', () => {
    expect(computed('segment', scores('1', '1', '1'))?.outcome).toMatchObject({
      rating: '1',
      explanation: 'Segment 1: as Segment before override',
    });
    expect(rating('segment', scores('4', '4', '4', 'applied'))).toBe('4');
  });

  it('is waited for: silence is not "not applied"', () => {
    const { finance, waiting, safety } = scores('1', '1', '1');
    expect(computed('segment', { finance, waiting, safety })?.outcome).toEqual({
      kind: 'incomplete',
      missing: ['financial-override'],
    });
  });

  it('never makes a segment better, and never lets one be better than it allows', () => {
    fc.assert(
      fc.property(anyScores, (given) => {
        const [without, withIt] = [rating('segment', scores(...given)), rating('segment', scores(...given, 'applied'))];
        expect(Number(withIt)).toBe(Math.max(Number(without), 3));
      }),
    );
  });

  it('of 2026-27 stands beside the segment before it and the segment that results: three facts', () => {
    const given = { 'segment-before-override': '1', 'financial-override': 'applied' };
    expect(computed('headline', given, oversight)).toMatchObject({ certainty: 'assumed', outcome: { rating: '3' } });
    expect(oversight.items.map((item) => item.id)).toEqual([
      'segment-before-override',
      'financial-override',
      'capability',
      'headline',
    ]);
  });
});
