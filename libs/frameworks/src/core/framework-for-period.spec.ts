import { isRefusal } from '#kernel/refusal.js';
import { shippedPack } from '../testing/shipped-pack.js';
import { frameworkForPeriod, frameworkForPeriodSchema, type FrameworkForPeriod } from './framework-for-period.js';
import { ratedByHand } from './compute-ratings.js';
import { assessesKind } from './pack.js';

const HASH = 'a'.repeat(64);

function excerpt(id: string, period: string): FrameworkForPeriod {
  const outcome = frameworkForPeriod(shippedPack(id), HASH, period);
  if (isRefusal(outcome)) throw new Error(outcome.detail);
  return outcome;
}

describe('what of a framework applies to a period', () => {
  it.each([
    ['ccg-assurance-2013-15', '2013-14-q3'],
    ['ccg-assurance-2013-15', '2013-14-year'],
    ['ccg-assurance-2013-15', '2014-15-q4'],
    ['ccg-assurance-2015-16', '2015-16-q1'],
    ['ccg-assurance-2015-16', '2015-16-year'],
    ['pce-2017-18', '2017-18-year'],
    ['pce-2018-19', '2018-19-year'],
    ['ccg-interim-2013-14', '2013-14-q1'],
    ['ccg-interim-2013-14', '2013-14-q2'],
    ['ccg-iaf-2016-17', '2016-17-baseline'],
    ['ccg-iaf-2016-17', '2016-17-year'],
    ['ccg-iaf-2017-18', '2017-18-q1'],
    ['ccg-iaf-2018-19', '2018-19-year'],
    ['nhs-oversight-2019-20', '2019-20-year'],
    ['system-oversight-2021-22', '2021-22-year'],
    ['icb-assessment-2022-23', '2022-23-year'],
    ['nhs-oversight-2025-26', '2025-26-q4'],
    ['nhs-oversight-2026-27', '2026-27-q1'],
  ])('%s covers %s, and its excerpt passes the schema it is stored by', (id, period) => {
    const framework = excerpt(id, period);
    expect(frameworkForPeriodSchema.parse(structuredClone(framework))).toEqual(framework);
  });

  it.each([
    ['ccg-assurance-2013-15', '2013-14-q2'],
    ['ccg-assurance-2013-15', '2015-16-q1'],
    ['ccg-assurance-2013-15', '2012-13-year'],
    ['ccg-assurance-2013-15', '2014-15-baseline'],
    ['ccg-assurance-2015-16', '2014-15-year'],
    ['pce-2017-18', '2017-18-q1'],
    ['pce-2017-18', '2018-19-year'],
    ['ccg-interim-2013-14', '2013-14-q3'],
    ['ccg-interim-2013-14', '2013-14-year'],
    ['ccg-iaf-2017-18', '2017-18-baseline'],
    ['icb-assessment-2022-23', '2022-23-q1'],
  ])('%s refuses %s, saying which periods are its own', (id, period) => {
    const outcome = frameworkForPeriod(shippedPack(id), HASH, period);
    expect(outcome).toMatchObject({ refused: true, rule: 'period-outside-framework' });
  });

  it('has the ids other programs are written against', () => {
    const ids = (id: string, period: string) => excerpt(id, period).items.map((item) => item.id);
    const scale = (id: string, period: string, item: string) =>
      excerpt(id, period)
        .items.find((one) => one.id === item)
        ?.scale.ratings.map((rating) => rating.id);
    expect(ids('ccg-assurance-2013-15', '2014-15-q1')).toEqual([
      'domain-1',
      'domain-2',
      'domain-3',
      'domain-4',
      'domain-5',
      'domain-6',
      'headline',
    ]);
    expect(scale('ccg-assurance-2013-15', '2014-15-q1', 'domain-1')).toEqual(['assured', 'assured-with-support', 'not-assured']);
    expect(ids('ccg-assurance-2015-16', '2015-16-q1')).toEqual([
      'well-led',
      'performance',
      'financial-management',
      'planning',
      'delegated-functions',
      'headline',
    ]);
    expect(scale('ccg-assurance-2015-16', '2015-16-year', 'headline')).toEqual([
      'assured-as-outstanding',
      'assured-as-good',
      'limited-assurance',
      'not-assured',
    ]);
    expect(ids('pce-2018-19', '2018-19-year')).toEqual(['a', 'b', 'c', 'd', 'e', 'total', 'headline']);
    expect(scale('pce-2018-19', '2018-19-year', 'a')).toEqual(['3', '2', '1', '0']);
    expect(scale('pce-2018-19', '2018-19-year', 'headline')).toEqual(['green-star', 'green', 'amber', 'red']);
  });

  it('keeps the stages of the cadence: a committee confirms years only', () => {
    expect(excerpt('ccg-assurance-2013-15', '2014-15-q1').stages).toEqual(['local', 'regional', 'national']);
    expect(excerpt('ccg-assurance-2013-15', '2014-15-year').stages).toEqual(['local', 'regional', 'national', 'confirmation']);
  });

  it('says of skipping and sittings only what concerns stages that are held', () => {
    const pack = shippedPack('ccg-assurance-2013-15');
    const moderation = {
      ...pack.moderation,
      mayBeSkipped: ['regional', 'confirmation'] as const,
      needsPanel: ['confirmation'] as const,
    };
    const quarter = frameworkForPeriod({ ...pack, moderation }, HASH, '2014-15-q1');
    expect(quarter).toMatchObject({ mayBeSkipped: ['regional'], needsPanel: [] });
  });

  it('keeps only the rules of the cadence, whole', () => {
    expect(excerpt('ccg-assurance-2013-15', '2014-15-q1').rules).toEqual([
      expect.objectContaining({ id: 'worst-of-domains', kind: 'worst-of', certainty: 'assumed' }),
    ]);
    expect(excerpt('ccg-assurance-2013-15', '2014-15-year').rules).toEqual([expect.objectContaining({ kind: 'judgement' })]);
  });

  it('allows not-applicable for delegated functions alone', () => {
    const allowed = (id: string, period: string) =>
      excerpt(id, period)
        .items.filter((item) => item.notApplicable)
        .map((item) => item.id);
    expect(allowed('ccg-assurance-2015-16', '2015-16-year')).toEqual(['delegated-functions']);
    expect(allowed('ccg-assurance-2013-15', '2014-15-q1')).toEqual([]);
  });

  it("needs a quarter's headline from nobody's hand, a year's from somebody's", () => {
    const byHand = (period: string) => ratedByHand(excerpt('ccg-assurance-2013-15', period)).map((item) => item.id);
    expect(byHand('2014-15-q1')).not.toContain('headline');
    expect(byHand('2014-15-year')).toContain('headline');
    expect(ratedByHand(excerpt('pce-2018-19', '2018-19-year')).map((item) => item.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('leaves groups out, and asks nobody to rate what is given from elsewhere', () => {
    const pack = shippedPack('ccg-assurance-2013-15');
    const [first, second, ...others] = pack.items;
    const items = [
      { ...first!, id: 'heading', kind: 'group' as const, scale: undefined },
      { ...second!, given: true },
      ...others,
    ];
    const framework = frameworkForPeriod({ ...pack, items }, HASH, '2014-15-q1') as FrameworkForPeriod;
    expect(framework.items.map((item) => item.id)).not.toContain('heading');
    expect(ratedByHand(framework).map((item) => item.id)).toEqual(['domain-3', 'domain-4', 'domain-5', 'domain-6']);
  });
});

describe('the Improvement and Assessment Framework', () => {
  const AREAS = ['cancer', 'dementia', 'diabetes', 'learning-disability', 'maternity', 'mental-health'];
  const scaleOf = (framework: FrameworkForPeriod, item: string) => framework.items.find((one) => one.id === item)?.scale.id;

  it('has the clinical areas given by panels: on the scale of 2016 at the baseline, on that of the year afterwards', () => {
    const [baseline, year] = [excerpt('ccg-iaf-2016-17', '2016-17-baseline'), excerpt('ccg-iaf-2016-17', '2016-17-year')];
    expect(baseline.items.map((item) => item.id)).toEqual(AREAS);
    expect(baseline).toMatchObject({ cadence: 'baseline', stages: [] });
    expect(new Set(AREAS.map((area) => scaleOf(baseline, area)))).toEqual(new Set(['clinical-baseline-4']));
    expect(new Set(AREAS.map((area) => scaleOf(year, area)))).toEqual(new Set(['ofsted-4']));
    expect(year.items.filter((item) => item.given).map((item) => item.id)).toEqual(AREAS);
  });

  it('has two items by quarter, and indicators whose values are recorded and not rated', () => {
    const quarter = excerpt('ccg-iaf-2017-18', '2017-18-q1');
    expect(quarter.items.map((item) => item.id)).toEqual(['in-year-financial-performance', 'quality-of-leadership']);
    const fields = ['value', 'period', 'england', 'source'];
    expect(quarter.indicators).toContainEqual({ id: '101a', label: 'Maternal smoking', fields });
    expect(quarter.unlistedIndicators).toEqual(fields);
  });

  it('says nothing of indicators in a framework that has none, so that old streams read as they were written', () => {
    const kept = Object.keys(excerpt('pce-2018-19', '2018-19-year'));
    expect(kept).not.toContain('indicators');
    expect(kept).not.toContain('unlistedIndicators');
  });
});

describe('a narrative assessment', () => {
  it('has one rating, which says that there is a narrative, and no rule that could compare it', () => {
    const year = excerpt('icb-assessment-2022-23', '2022-23-year');
    expect(year.items.map((item) => item.scale.ratings.map((rating) => rating.id))).toEqual(year.items.map(() => ['narrative']));
    expect(year.rules.map((rule) => rule.kind)).toEqual(['judgement']);
  });
});

describe('whom a framework assesses', () => {
  it('is the kinds its pack names, and the worked example as if it were a CCG', () => {
    const pack = shippedPack('pce-2018-19');
    expect(['ccg', 'example', 'icb', 'region'].map((kind) => assessesKind(pack, kind))).toEqual([true, true, false, false]);
    expect(assessesKind({ assesses: ['icb'] }, 'example')).toBe(false);
  });
});
