import { DEFAULT_MARKING, type Marking } from './marking.js';
import { marksOn } from './marks.js';
import type { ItemBeforePanel, Subject } from './subject.js';

const SCALE = ['outstanding', 'good', 'limited', 'not-assured'].map((id) => ({ id, label: id }));

const item = (id: string, rating: string | null, more: Partial<ItemBeforePanel> = {}): ItemBeforePanel => ({
  ...{
    item: id,
    label: id,
    scale: SCALE,
    rating,
    byHand: true,
    organisationDisagrees: false,
    atRisk: false,
    lastRound: undefined,
  },
  ...more,
});
const worst = (ratings: readonly (string | null)[]): string | null =>
  SCALE.findLast(({ id }) => ratings.includes(id))?.id ?? null;

/** An assessment whose headline is the worst of its items. */
function subject(items: readonly ItemBeforePanel[], more: Partial<Subject> = {}): Subject {
  const computed = worst(items.map(({ rating }) => rating));
  const headline = item('headline', computed, { byHand: false });
  return {
    ...{ assessment: 'a', round: 1, items: [...items, headline], headline: { item: 'headline', computed } },
    comments: { count: 0, disagree: 0 },
    headlineWith: (changed) => worst(items.map((one) => changed[one.item] ?? one.rating)),
    ...more,
  };
}
const marked = (one: Subject, among: readonly Subject[] = [], marking: Partial<Marking> = {}) =>
  Object.fromEntries(marksOn(one, among, { ...DEFAULT_MARKING, ...marking }).map(({ mark, says }) => [mark, says]));

describe('changed since the last round', () => {
  const item2 = (rating: string, lastRound: string) => item('planning', rating, { lastRound });

  it('says what the assessor made of a return', () => {
    expect(
      marked(subject([item2('limited', 'good'), item('finance', 'good', { lastRound: 'good' })], { round: 2 })),
    ).toMatchObject({
      'changed-since-last-round': 'Since round 1: planning from good to limited.',
    });
  });

  it('says so where nothing is another than before, and nothing in the first round', () => {
    expect(marked(subject([item2('good', 'good')], { round: 3 }))['changed-since-last-round']).toBe(
      'No rating is another than round 2 left it.',
    );
    expect(marked(subject([item('planning', 'good')]))).not.toHaveProperty('changed-since-last-round');
  });
});

describe('borderline', () => {
  it('is an assessment whose headline rests on one item', () => {
    const one = subject([item('planning', 'limited'), item('finance', 'good'), item('performance', 'good')]);
    expect(marked(one)['borderline']).toBe('One step better on planning alone would lift the headline.');
  });

  it('is not one whose headline rests on two, nor one at the top', () => {
    expect(marked(subject([item('planning', 'limited'), item('finance', 'limited')]))).not.toHaveProperty('borderline');
    expect(marked(subject([item('planning', 'outstanding')]))).not.toHaveProperty('borderline');
  });

  it('looks as many steps ahead as the panel says', () => {
    const one = subject([item('planning', 'not-assured'), item('finance', 'good')]);
    expect(marked(one, [], { borderlineSteps: 2 })['borderline']).toBe(
      '2 steps better on planning alone would lift the headline.',
    );
  });

  it('is not told of a headline that no rule computes', () => {
    const one = subject([item('planning', 'limited'), item('finance', 'good')], {
      headline: { item: 'headline', computed: null },
      headlineWith: () => null,
    });
    expect(marked(one)).not.toHaveProperty('borderline');
  });

  it('is one that a call flagged at risk', () => {
    const one = subject([item('planning', 'good', { atRisk: true }), item('finance', 'good')]);
    expect(marked(one)['borderline']).toBe('planning flagged at risk on a call.');
  });
});

describe('outlying', () => {
  const others = (rating: string, count: number) => Array.from({ length: count }, () => subject([item('planning', rating)]));

  it('is an item two steps from the middle of at least five', () => {
    const one = subject([item('planning', 'not-assured')]);
    expect(marked(one, [one, ...others('good', 4)])['outlying']).toContain('planning stands 2 steps below the middle, good');
    expect(marked(one, [one, ...others('good', 3)])).not.toHaveProperty('outlying');
    expect(marked(one, [one, ...others('limited', 4)])).not.toHaveProperty('outlying');
  });

  it('goes both ways, by the thresholds of the panel', () => {
    const one = subject([item('planning', 'good')]);
    const among = [one, ...others('limited', 2)];
    expect(marked(one, among)).not.toHaveProperty('outlying');
    expect(marked(one, among, { outlyingSteps: 1, outlyingAmong: 3 })['outlying']).toContain('1 step above the middle, limited');
  });

  it('leaves out what is not applicable or not rated', () => {
    expect(marked(subject([item('planning', 'not-applicable')]), others('good', 9))).not.toHaveProperty('outlying');
    expect(marked(subject([item('planning', null)]), others('good', 9))).not.toHaveProperty('outlying');
  });
});

describe('disagreed and commented', () => {
  it('tell what the organisation said', () => {
    const one = subject([item('planning', 'good', { organisationDisagrees: true })], { comments: { count: 2, disagree: 1 } });
    expect(marked(one)).toMatchObject({
      disagreed: 'The organisation disagrees on planning; 1 of its comments disagrees.',
      commented: 'The organisation commented 2 times.',
    });
    expect(marked(subject([item('planning', 'good')]))).toEqual({
      borderline: 'One step better on planning alone would lift the headline.',
    });
  });
});
