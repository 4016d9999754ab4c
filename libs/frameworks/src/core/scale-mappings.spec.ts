import { shippedPack } from '../testing/shipped-pack.js';
import type { Scale } from './pack.js';
import { mappingBetween, ratingOn, sameScale, scaleOfRestatement } from './scale-mappings.js';

const iaf = shippedPack('ccg-iaf-2016-17');
const next = shippedPack('ccg-iaf-2017-18');
const packs = [iaf, next];
const scaleOf = (pack: { readonly scales: readonly Scale[] }, id: string): Scale => pack.scales.find((one) => one.id === id)!;
const annual = scaleOf(iaf, 'ofsted-4');
const baseline = scaleOf(iaf, 'clinical-baseline-4');

describe('scales of different frameworks', () => {
  it('are one where ids and order are the same', () => {
    expect(sameScale(annual, scaleOf(next, 'ofsted-4'))).toBe(true);
    expect(sameScale(annual, { ...annual, ratings: [...annual.ratings].reverse() })).toBe(false);
    expect(sameScale(annual, baseline)).toBe(false);
  });

  it('have a mapping only where a pack holds one, with its source', () => {
    expect(mappingBetween(packs, 'clinical-baseline-4', 'ofsted-4')).toMatchObject({
      certainty: 'assumed',
      pairs: expect.arrayContaining([{ from: 'top-performing', to: 'outstanding' }]) as unknown,
    });
    expect(mappingBetween(packs, 'ofsted-4', 'clinical-baseline-4')).toBeUndefined();
    expect(mappingBetween(packs, 'ragg-4', 'ofsted-4')).toBeUndefined();
  });

  it('are compared across a published mapping, never across an assumed one', () => {
    expect(ratingOn(packs, 'good', { from: annual, to: scaleOf(next, 'ofsted-4') })).toBe('good');
    expect(ratingOn(packs, 'performing-well', { from: baseline, to: annual })).toBeUndefined();
    const published = { ...iaf, mappings: iaf.mappings!.map((mapping) => ({ ...mapping, certainty: 'published' as const })) };
    expect(ratingOn([published], 'performing-well', { from: baseline, to: annual })).toBe('good');
    expect(ratingOn([published], 'good', { from: annual, to: baseline })).toBe('performing-well');
  });
});

describe('a restated rating', () => {
  it('stands on the scale of another cadence, or on one a mapping leads to, and on no other', () => {
    const restated = { item: 'dementia', period: '2016-17-baseline', rating: 'good' };
    expect(scaleOfRestatement(iaf, restated)?.id).toBe('ofsted-4');
    expect(scaleOfRestatement(iaf, { ...restated, rating: 'performing-well' })).toBeUndefined();
    expect(scaleOfRestatement(iaf, { ...restated, rating: 'green' })).toBeUndefined();
    const overall = { item: 'headline', period: '2015-16-year', rating: 'good' };
    expect(scaleOfRestatement(shippedPack('ccg-assurance-2015-16.v3'), overall)?.id).toBe('ofsted-4');
  });
});
