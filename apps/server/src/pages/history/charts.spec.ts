import type { GridItem } from '#assessment/queries.js';
import type { Pack } from '#frameworks/contract.js';
import { shippedPack } from '#frameworks/testing/shipped-pack.js';
import { segmentsOf } from './charts.js';

const packs = new Map<string, Pack>(
  ['ccg-assurance-2015-16.v3', 'ccg-iaf-2016-17.v2', 'ccg-iaf-2017-18.v2'].map((file) => {
    const pack = shippedPack(file);
    return [pack.id, pack];
  }),
);

const rated = (framework: string, item: string, periods: Record<string, { rating: string; scale?: string }>): GridItem => ({
  ...{ framework, frameworkTitle: framework, item, label: item, shortLabel: null, kind: null, empty: {} },
  periods: Object.fromEntries(
    Object.entries(periods).map(([period, cell]) => [period, { ...cell, label: cell.rating } as GridItem['periods'][string]]),
  ),
});
const drawn = (...rows: readonly GridItem[]) =>
  segmentsOf(rows, packs).map(({ ratings, points }) => [ratings[0]?.id, points.map(({ rating }) => rating)]);

describe('a line of ratings', () => {
  it('breaks where the scale changes, and goes on through frameworks of one scale', () => {
    expect(
      drawn(
        rated('ccg-assurance-2015-16', 'headline', { '2015-16-year': { rating: 'assured-as-good' } }),
        rated('ccg-iaf-2016-17', 'headline', { '2016-17-year': { rating: 'good' } }),
        rated('ccg-iaf-2017-18', 'headline', { '2017-18-year': { rating: 'outstanding' } }),
      ),
    ).toEqual([
      ['assured-as-outstanding', ['assured-as-good']],
      ['outstanding', ['good', 'outstanding']],
    ]);
  });

  it('never joins a baseline to the year after it, on whichever scale the baseline is known', () => {
    const dementia = (baseline: { rating: string; scale?: string }) =>
      drawn(
        rated('ccg-iaf-2016-17', 'dementia', {
          '2016-17-baseline': baseline,
          '2016-17-year': { rating: 'requires-improvement' },
        }),
      );
    expect(dementia({ rating: 'performing-well' })).toEqual([
      ['top-performing', ['performing-well']],
      ['outstanding', ['requires-improvement']],
    ]);
    expect(dementia({ rating: 'good', scale: 'ofsted-4' })).toEqual([
      ['outstanding', ['good']],
      ['outstanding', ['requires-improvement']],
    ]);
  });
});
