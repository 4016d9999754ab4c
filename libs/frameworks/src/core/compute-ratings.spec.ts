import fc from 'fast-check';
import { shippedPack } from '../testing/shipped-pack.js';
import { type ComputedRating, computeRatings } from './compute-ratings.js';
import { type FrameworkForPeriod, frameworkForPeriod } from './framework-for-period.js';

const excerpt = (id: string, period: string) => frameworkForPeriod(shippedPack(id), 'b'.repeat(64), period) as FrameworkForPeriod;
const quarter = excerpt('ccg-assurance-2013-15', '2014-15-q1');
const components = excerpt('ccg-assurance-2015-16', '2015-16-q1');
const pce = excerpt('pce-2018-19', '2018-19-year');

const DOMAINS = ['domain-1', 'domain-2', 'domain-3', 'domain-4', 'domain-5', 'domain-6'];
const SCORED = ['a', 'b', 'c', 'd', 'e'];
const ratings = (items: readonly string[], values: string): Record<string, string> => {
  const ids: Record<string, string> = { A: 'assured', S: 'assured-with-support', N: 'not-assured' };
  return Object.fromEntries(items.map((item, index) => [item, ids[values[index] ?? ''] ?? values[index] ?? '']));
};
const of = (item: string, computed: readonly ComputedRating[]) => computed.find((one) => one.item === item);

describe('the worst of the domains', () => {
  it.each([
    ['AAAAAA', 'assured', 'Assured: the lowest of 6 ratings, the rating of all of them'],
    [
      'SSSSAS',
      'assured-with-support',
      'Assured with support: the lowest of 6 ratings, given to Domain 1, Domain 2, Domain 3, Domain 4 and Domain 6',
    ],
    ['AASAAA', 'assured-with-support', 'Assured with support: the lowest of 6 ratings, given to Domain 3'],
    ['AASANA', 'not-assured', 'Not assured - intervention required: the lowest of 6 ratings, given to Domain 5'],
  ])('%s makes the headline %s', (values, rating, explanation) => {
    expect(computeRatings(quarter, ratings(DOMAINS, values))).toEqual([
      { item: 'headline', rule: 'worst-of-domains', certainty: 'assumed', outcome: { kind: 'computed', rating, explanation } },
    ]);
  });

  it('names what is still to be rated, and counts a rating of another scale as none', () => {
    const given = { ...ratings(DOMAINS, 'AAAAAA'), 'domain-2': 'green' };
    delete (given as Record<string, string>)['domain-4'];
    expect(of('headline', computeRatings(quarter, given))?.outcome).toEqual({
      kind: 'incomplete',
      missing: ['domain-2', 'domain-4'],
    });
  });

  it('skips what does not apply and says so', () => {
    const given = {
      'well-led': 'assured-as-good',
      performance: 'limited-assurance',
      'financial-management': 'assured-as-good',
      planning: 'assured-as-outstanding',
      'delegated-functions': 'not-applicable',
    };
    expect(of('headline', computeRatings(components, given))?.outcome).toEqual({
      kind: 'computed',
      rating: 'limited-assurance',
      explanation:
        'Limited assurance, requires improvement: the lowest of 4 ratings, given to Performance; Delegated functions does not apply',
    });
  });

  it('takes not-applicable for no rating where the item does not allow it', () => {
    const given = { ...ratings(DOMAINS, 'AAAAAA'), 'domain-1': 'not-applicable' };
    expect(of('headline', computeRatings(quarter, given))?.outcome).toEqual({ kind: 'incomplete', missing: ['domain-1'] });
  });

  it('never rises when a domain falls, and depends on the order of the scale alone', () => {
    const order = ['assured', 'assured-with-support', 'not-assured'];
    const ranks = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(ranks, (chosen) => {
        const given = Object.fromEntries(DOMAINS.map((item, index) => [item, order[chosen[index] ?? 0] ?? '']));
        expect(of('headline', computeRatings(quarter, given))?.outcome).toMatchObject({ rating: order[Math.max(...chosen)] });
      }),
    );
  });
});

describe('a judgement', () => {
  it('is left to people, whatever the domains say', () => {
    const year = excerpt('ccg-assurance-2013-15', '2014-15-year');
    expect(computeRatings(year, ratings(DOMAINS, 'AAAAAA'))).toEqual([
      { item: 'headline', rule: 'judgement', certainty: 'published', outcome: { kind: 'judgement' } },
    ]);
  });
});

describe('the patient and community engagement result', () => {
  it.each([
    // Published: South Tees 2017-18, Croydon 2018 and 2019, Warwickshire North 2018-19.
    ['32222', '11', 'green', 'assumed', 'Green: 11 of 15; Green Star needs 14'],
    ['33222', '12', 'green', 'assumed', 'Green: 12 of 15; Green Star needs 14'],
    ['33331', '13', 'green', 'assumed', 'Green: 13 of 15; Green Star needs 14'],
    ['33333', '15', 'green-star', 'published', 'Green Star: 15 of 15; Green Star needs 14'],
    // Edges.
    ['33332', '14', 'green-star', 'published', 'Green Star: 14 of 15; Green Star needs 14'],
    ['22222', '10', 'green', 'assumed', 'Green: 10 of 15; Green Star needs 14'],
    ['22221', '9', 'amber', 'assumed', 'Amber: 9 of 15; Green needs 10'],
    ['11111', '5', 'amber', 'assumed', 'Amber: 5 of 15; Green needs 10'],
    ['11110', '4', 'red', 'assumed', 'Red: 4 of 15; Amber needs 5'],
    ['00000', '0', 'red', 'assumed', 'Red: 0 of 15; Amber needs 5'],
  ])('%s adds up to %s: %s (%s)', (scores, total, rating, certainty, explanation) => {
    const computed = computeRatings(pce, ratings(SCORED, scores));
    expect(of('total', computed)).toMatchObject({ rule: 'total-of-scores', certainty: 'published', outcome: { rating: total } });
    expect(of('headline', computed)).toEqual({
      item: 'headline',
      rule: 'bands-of-total',
      certainty,
      outcome: { kind: 'computed', rating, explanation },
    });
  });

  it('shows the parts of the total', () => {
    expect(of('total', computeRatings(pce, ratings(SCORED, '32222')))?.outcome).toMatchObject({
      explanation: '11 of 15: Domain A 3, Domain B 2, Domain C 2, Domain D 2, Domain E 2',
    });
  });

  it('waits for every score, and the result for the total', () => {
    const computed = computeRatings(pce, { a: '3', b: '2' });
    expect(of('total', computed)?.outcome).toEqual({ kind: 'incomplete', missing: ['c', 'd', 'e'] });
    expect(of('headline', computed)?.outcome).toEqual({ kind: 'incomplete', missing: ['total'] });
  });

  it('says what the rule says, also where people put something else in its place', () => {
    const computed = computeRatings(pce, { ...ratings(SCORED, '32222'), total: '15', headline: 'red' });
    expect(of('headline', computed)?.outcome).toMatchObject({ rating: 'green' });
  });

  it('does not depend on the order in which the pack lists its items', () => {
    const reversed = { ...pce, items: [...pce.items].reverse() };
    expect(of('headline', computeRatings(reversed, ratings(SCORED, '33333')))?.outcome).toMatchObject({ rating: 'green-star' });
  });

  it('is the same for every order of the same scores', () => {
    const scores = fc.array(fc.constantFrom('0', '1', '2', '3'), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(scores, (chosen) => {
        const outcome = (values: readonly string[]) =>
          of('headline', computeRatings(pce, ratings(SCORED, values.join(''))))?.outcome;
        expect(outcome(chosen)).toEqual(outcome([...chosen].sort()));
      }),
    );
  });
});
