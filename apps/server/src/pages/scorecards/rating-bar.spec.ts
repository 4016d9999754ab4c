import { ratingBar } from './rating-bar.js';

const scale = [
  { id: 'good', label: 'Good' },
  { id: 'inadequate', label: 'Inadequate' },
  { id: 'outstanding', label: 'Never given' },
];

describe('the bar of ratings', () => {
  it('gives each rating its share of the width, in the order of the scale', () => {
    const { bar, counts } = ratingBar(scale, ['good', 'inadequate', 'good', 'good']);
    expect(bar.parts.map(({ rating, x, count }) => [rating, x, count])).toEqual([
      ['good', 0, 3],
      ['inadequate', 720, 1],
    ]);
    expect(counts.map(({ percent }) => percent)).toEqual(['75.0', '25.0', '0.0']);
    expect(bar.description).toBe('Of 4 organisations rated: Good 3, Inadequate 1, Never given 0.');
  });

  it('counts what is not applicable, where somebody has it, and draws nothing where nobody is rated', () => {
    expect(ratingBar(scale, ['not-applicable']).counts.at(-1)).toMatchObject({ label: 'Not applicable', count: 1 });
    expect(ratingBar(scale, []).bar).toMatchObject({ parts: [], total: 0 });
  });
});
