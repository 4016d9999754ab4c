import { isRealDate } from '#kernel/business-date.js';
import fc from 'fast-check';
import {
  cadenceOf,
  comparePeriods,
  period,
  periodEnd,
  periodLabel,
  periodsOfYear,
  periodStart,
  previousPeriod,
  yearsBetween,
  quarterCountedAt,
  yearOf,
} from './period.js';

const years = fc
  .integer({ min: 1901, max: 2098 })
  .map((start) => `${String(start)}-${String((start + 1) % 100).padStart(2, '0')}`);
const quarters = fc.tuple(years, fc.constantFrom('q1', 'q2', 'q3', 'q4')).map(([year, part]) => `${year}-${part}`);
const periods = fc
  .tuple(years, fc.constantFrom('baseline', 'q1', 'q2', 'q3', 'q4', 'year'))
  .map(([year, part]) => `${year}-${part}`);

describe('a period', () => {
  it.each(['2014-15-q1', '2014-15-year', '2016-17-baseline', '1999-00-q4'])('%s is one', (text) => {
    expect(period.parse(text)).toBe(text);
  });

  it.each(['2014-16-q1', '2014-15', '2014-15-q5', '2014-15-Q1', '14-15-q1', ' 2014-15-q1', '2014-15-q1\n', ''])(
    '%j is none',
    (text) => {
      expect(period.safeParse(text).success).toBe(false);
    },
  );

  it('is a quarter, a year or a baseline', () => {
    expect(['2014-15-q3', '2014-15-year', '2016-17-baseline'].map(cadenceOf)).toEqual(['quarter', 'year', 'baseline']);
  });

  it('is ordered by year, then baseline, quarters, year; never as text', () => {
    const ordered = [
      '2013-14-year',
      '2014-15-baseline',
      '2014-15-q1',
      '2014-15-q2',
      '2014-15-q3',
      '2014-15-q4',
      '2014-15-year',
      '2015-16-q1',
    ];
    expect([...ordered].reverse().sort(comparePeriods)).toEqual(ordered);
  });

  it('has one total order', () => {
    fc.assert(
      fc.property(periods, periods, (a, b) => {
        expect(Math.sign(comparePeriods(a, b))).toBe(-Math.sign(comparePeriods(b, a)) || 0);
        expect(comparePeriods(a, b) === 0).toBe(a === b);
      }),
    );
  });

  it('counts at a quarter of its own year: a year at its last, a baseline at its first', () => {
    expect(['2013-14-year', '2016-17-baseline', '2014-15-q2'].map(quarterCountedAt)).toEqual([
      '2013-14-q4',
      '2016-17-q1',
      '2014-15-q2',
    ]);
  });

  it('lies in the financial year from April to March', () => {
    expect(
      ['2015-16-q1', '2015-16-q2', '2015-16-q3', '2015-16-q4', '2015-16-year'].map((one) => [periodStart(one), periodEnd(one)]),
    ).toEqual([
      ['2015-04-01', '2015-06-30'],
      ['2015-07-01', '2015-09-30'],
      ['2015-10-01', '2015-12-31'],
      ['2016-01-01', '2016-03-31'],
      ['2015-04-01', '2016-03-31'],
    ]);
  });

  it('starts and ends on real days, in that order', () => {
    fc.assert(
      fc.property(periods, (one) => {
        expect([periodStart(one), periodEnd(one)].every(isRealDate)).toBe(true);
        expect(periodStart(one) < periodEnd(one)).toBe(true);
      }),
    );
  });

  it('is read in words', () => {
    expect(['2015-16-q2', '2014-15-q4', '2014-15-year', '2016-17-baseline'].map(periodLabel)).toEqual([
      'Quarter 2, July to September 2015',
      'Quarter 4, January to March 2015',
      'Year 2014 to 2015',
      'Baseline for 2016 to 2017',
    ]);
  });

  it('has five columns to a year', () => {
    expect(periodsOfYear('2014-15')).toEqual(['baseline', 'q1', 'q2', 'q3', 'q4', 'year'].map((part) => `2014-15-${part}`));
  });

  it('follows the previous one of its cadence, with no quarter between', () => {
    expect(['2014-15-q1', '2014-15-q3', '2000-01-year'].map(previousPeriod)).toEqual([
      '2013-14-q4',
      '2014-15-q2',
      '1999-00-year',
    ]);
    fc.assert(
      fc.property(quarters, (quarter) => {
        const dayAfter = new Date(`${periodEnd(previousPeriod(quarter))}T00:00:00Z`);
        dayAfter.setUTCDate(dayAfter.getUTCDate() + 1);
        expect(dayAfter.toISOString().slice(0, 10)).toBe(periodStart(quarter));
      }),
    );
  });

  it('belongs to the year it is named after', () => {
    expect(yearOf('2014-15-q4')).toBe('2014-15');
  });

  it('lists the years between two periods, both among them', () => {
    expect(yearsBetween('2013-14-q3', '2014-15-q4')).toEqual(['2013-14', '2014-15']);
    expect(yearsBetween('1999-00-q1', '2000-01-year')).toEqual(['1999-00', '2000-01']);
    expect(yearsBetween('2014-15-q1', '2013-14-q1')).toEqual([]);
  });
});
