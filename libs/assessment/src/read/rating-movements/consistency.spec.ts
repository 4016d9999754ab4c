import fc from 'fast-check';
import { type AreaStanding, compareAreas } from './consistency.js';

const SCALE = ['outstanding', 'good', 'requires-improvement', 'inadequate'];

/** An area by how many have each rating, best first. */
const area = (key: string, counts: readonly number[], more: Partial<AreaStanding> = {}): AreaStanding => ({
  key,
  label: key,
  assessments: counts.reduce((sum, count) => sum + count, 0),
  ratings: SCALE.map((rating, index) => ({ rating, count: counts[index] ?? 0 })),
  overridden: 0,
  judged: 0,
  changed: 0,
  ...more,
});
const marksOf = (areas: readonly AreaStanding[], key: string) =>
  compareAreas(areas)
    .find((one) => one.key === key)
    ?.marks.map(({ rule }) => rule);

describe('an area beside the others', () => {
  it('is not marked where it rates, changes and overrides as they do', () => {
    const alike = ['north', 'south'].map((key) => area(key, [1, 5, 3, 1], { judged: 20, changed: 4 }));
    expect(compareAreas(alike).map(({ marks }) => marks)).toEqual([[], []]);
  });

  it('is marked where it rates half a step lower or more, and says how far in words', () => {
    const areas = [area('north', [2, 6, 2, 0]), area('south', [0, 2, 6, 2])];
    expect(compareAreas(areas).map(({ marks }) => marks)).toEqual([
      [{ rule: 'rated-higher', words: 'Rated 1.0 steps higher on average than the others (marked from 0.5).' }],
      [{ rule: 'rated-lower', words: 'Rated 1.0 steps lower on average than the others (marked from 0.5).' }],
    ]);
  });

  it('is marked where stages changed a fifth more or less of what they judged', () => {
    const areas = [
      area('north', [0, 9, 1, 0], { judged: 10, changed: 5 }),
      area('south', [0, 9, 1, 0], { judged: 40, changed: 4 }),
    ];
    expect(marksOf(areas, 'north')).toEqual(['changed-more-often']);
    expect(marksOf(areas, 'south')).toEqual(['changed-less-often']);
  });

  it('is marked where the rule was set aside in a quarter of its assessments', () => {
    const areas = [area('north', [0, 6, 2, 0], { overridden: 2 }), area('south', [0, 6, 2, 0], { overridden: 1 })];
    expect(marksOf(areas, 'north')).toEqual(['rule-overridden-often']);
    expect(marksOf(areas, 'south')).toEqual([]);
  });

  it('is not compared while fewer than five are rated there, or everywhere else', () => {
    const areas = [area('north', [4, 0, 0, 0], { overridden: 4 }), area('south', [0, 0, 0, 9])];
    expect(marksOf(areas, 'north')).toEqual(['too-few-to-compare']);
    expect(marksOf(areas, 'south')).toEqual(['too-few-to-compare']);
  });

  it('is never marked higher and lower at once, whatever the numbers', () => {
    const anyArea = fc.array(fc.nat(30), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(anyArea, anyArea, (north, south) => {
        const [first, second] = compareAreas([area('north', north), area('south', south)]);
        const rulesOf = (compared: typeof first) => compared?.marks.map(({ rule }) => rule) ?? [];
        // Two areas are each other's "others": what is higher here is lower there.
        expect(rulesOf(first).includes('rated-higher')).toBe(rulesOf(second).includes('rated-lower'));
        expect(rulesOf(first).filter((rule) => rule.startsWith('rated-'))).toHaveLength(
          rulesOf(first).some((rule) => rule.startsWith('rated-')) ? 1 : 0,
        );
      }),
    );
  });
});
