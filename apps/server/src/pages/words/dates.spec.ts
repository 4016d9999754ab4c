import { dayInWords, decidedAndRecorded, givenAndRecorded, momentInWords } from './dates.js';

describe('dates on pages', () => {
  it('gives a business date no time', () => {
    expect(dayInWords('2015-07-14')).toBe('14 July 2015');
  });

  it('tells an instant in the time of England, summer and winter', () => {
    expect(momentInWords('2015-07-14T15:05:00.000Z')).toBe('14 July 2015, 16:05');
    expect(momentInWords('2015-12-14T15:05:00.000Z')).toBe('14 December 2015, 15:05');
  });

  it('names the day of recording only where it is another than that of the decision', () => {
    expect(decidedAndRecorded('2015-07-14', '2015-07-16T09:00:00.000Z')).toBe('14 July 2015, recorded 16 July 2015');
    // Half past eleven in the evening in UTC is the next day in England's summer.
    expect(decidedAndRecorded('2015-07-15', '2015-07-14T23:30:00.000Z')).toBe('15 July 2015');
  });

  it('says so where a source gives no date', () => {
    expect(givenAndRecorded(null, '2026-11-22T09:00:00.000Z')).toBe('Date not given, recorded 22 November 2026');
  });
});
