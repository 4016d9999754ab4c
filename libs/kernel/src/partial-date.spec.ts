import fc from 'fast-check';
import {
  comparePartialDates,
  covers,
  earliestDay,
  isPartialDate,
  latestDay,
  partialDate,
  partialDateInWords,
  surelyBefore,
} from './partial-date.js';

const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const anyPartialDate = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, length]) => date.toISOString().slice(0, length));

describe('a partial date', () => {
  it.each(['2016', '2018-07', '2017-08-22', '2016-02-29'])('%s is one, and stays as it is', (text) => {
    expect(partialDate.parse(text)).toBe(text);
  });
  it.each(['16', '2018-13', '2018-00', '2018-7', '2017-02-29', '1899', '2017-08-', '', '2016-year'])('%j is none', (text) => {
    expect(isPartialDate(text)).toBe(false);
    expect(partialDate.safeParse(text).success).toBe(false);
  });

  it.each([
    ['2016', '2016-01-01', '2016-12-31', '2016'],
    ['2018-07', '2018-07-01', '2018-07-31', 'July 2018'],
    ['2015-02', '2015-02-01', '2015-02-28', 'February 2015'],
    ['2016-02', '2016-02-01', '2016-02-29', 'February 2016'],
    ['2017-08-22', '2017-08-22', '2017-08-22', '22 August 2017'],
  ])('%s may mean %s to %s and reads "%s"', (text, earliest, latest, words) => {
    expect([earliestDay(text), latestDay(text), partialDateInWords(text)]).toEqual([earliest, latest, words]);
  });

  it('is ordered by the first day it may mean, the vaguer one first', () => {
    const shuffled = ['2016-03', '2016-01-01', '2017', null, '2016', '2016-02-29'];
    expect(shuffled.sort(comparePartialDates)).toEqual([null, '2016', '2016-01-01', '2016-02-29', '2016-03', '2017']);
    fc.assert(
      fc.property(anyPartialDate, anyPartialDate, (left, right) => {
        if (earliestDay(left) < earliestDay(right)) expect(comparePartialDates(left, right)).toBeLessThan(0);
        expect(comparePartialDates(left, right) + comparePartialDates(right, left)).toBe(0);
        if (surelyBefore(left, right)) expect(comparePartialDates(left, right)).toBeLessThan(0);
      }),
    );
  });

  it.each([
    ['2016', null, true, '2016-05-01', 'possibly'],
    ['2016', null, true, '2017-01-01', 'yes'],
    ['2016', '2019-07', true, '2019-07-14', 'possibly'],
    ['2016', '2019-07', true, '2019-08-01', 'no'],
    ['2018-07', null, false, '2020-01-01', 'possibly'],
    ['2018-07', null, false, '2018-06-30', 'no'],
    [null, '2019', true, '2016-01-01', 'possibly'],
  ] as const)('a stretch from %s to %s (open: %s) covers %s: %s', (from, until, isOpen, on, coverage) => {
    expect(covers({ from, until, isOpen }, on)).toBe(coverage);
  });
});
