import fc from 'fast-check';
import { dayInEngland, endOfDayInEngland, instantInEngland, timeInEngland } from './england.js';

const at = (day: string, time: string): string | undefined => {
  const instant = instantInEngland(day, time);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('the time of day in England', () => {
  it.each([
    ['2017-07-19', '09:30', '2017-07-19T08:30:00.000Z'],
    ['2017-01-19', '09:30', '2017-01-19T09:30:00.000Z'],
    ['2017-07-20', '00:15', '2017-07-19T23:15:00.000Z'],
  ])('%s at %s is the instant %s', (day, time, instant) => {
    expect(at(day, time)).toBe(instant);
  });

  it('has no half past one on the day the clocks go forward, and means the first of two when they go back', () => {
    expect(at('2017-03-26', '01:30')).toBeUndefined();
    expect(at('2017-10-29', '01:30')).toBe('2017-10-29T00:30:00.000Z');
  });

  it('of any minute leads back to that minute, but for the hour that comes twice', () => {
    const minute = fc
      .integer({ min: Date.UTC(2013, 0) / 60_000, max: Date.UTC(2033, 0) / 60_000 })
      .map((count) => count * 60_000);
    fc.assert(
      fc.property(minute, (instant) => {
        const again = instantInEngland(dayInEngland(instant), timeInEngland(instant));
        expect([0, 3_600_000]).toContain(instant - (again ?? Number.NaN));
      }),
    );
  });

  it('ends a day with its last millisecond', () => {
    expect(new Date(endOfDayInEngland('2017-07-19')).toISOString()).toBe('2017-07-19T22:59:59.999Z');
    expect(dayInEngland(endOfDayInEngland('2017-01-19') + 1)).toBe('2017-01-20');
  });
});
