import fc from 'fast-check';
import { businessDate, isRealDate } from './business-date.js';

describe('a business date', () => {
  it.each(['2014-11-03', '2016-02-29', '2000-02-29', '1900-01-01', '2014-12-31'])('%s is a real day', (text) => {
    expect(isRealDate(text)).toBe(true);
    expect(businessDate.parse(text)).toBe(text);
  });

  it.each([
    ...['2015-02-29', '1900-02-29', '2014-04-31', '2014-13-01', '2014-00-10', '2014-01-00', '1899-12-31'],
    ...['2014-1-3', '14-11-03', '2014-11-03T00:00:00Z', ' 2014-11-03', '2014/11/03', '', 'soon'],
  ])('%s is not', (text) => {
    expect(isRealDate(text)).toBe(false);
    expect(businessDate.safeParse(text).success).toBe(false);
  });

  it('is every day of the calendar, in the order of its text', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    const textOf = (date: Date): string => date.toISOString().slice(0, 10);
    fc.assert(
      fc.property(day, day, (left, right) => {
        expect(isRealDate(textOf(left))).toBe(true);
        if (textOf(left) < textOf(right)) expect(left.getTime()).toBeLessThan(right.getTime());
      }),
    );
  });
});
