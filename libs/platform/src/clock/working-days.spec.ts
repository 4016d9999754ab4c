import { isWorkingDay, workingDayAfter } from './working-days.js';

/** As GOV.UK published them for England and Wales; 2020, 2022 and 2023 had days of their own. */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  2015: ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
  2016: ['01-01', '03-25', '03-28', '05-02', '05-30', '08-29', '12-26', '12-27'],
  2020: ['01-01', '04-10', '04-13', '05-08', '05-25', '08-31', '12-25', '12-28'],
  2021: ['01-01', '04-02', '04-05', '05-03', '05-31', '08-30', '12-27', '12-28'],
  2022: ['01-03', '04-15', '04-18', '05-02', '06-02', '06-03', '08-29', '09-19', '12-26', '12-27'],
  2023: ['01-02', '04-07', '04-10', '05-01', '05-08', '05-29', '08-28', '12-25', '12-26'],
  2026: ['01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'],
  2027: ['01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'],
};

const daysOf = (year: string): readonly string[] =>
  Array.from({ length: 366 }, (_, index) => new Date(Date.UTC(Number(year), 0, 1 + index)).toISOString().slice(0, 10)).filter(
    (day) => day.startsWith(year),
  );
const isWeekday = (day: string): boolean => ![0, 6].includes(new Date(day).getUTCDay());

describe('working days in England', () => {
  it.each(Object.entries(PUBLISHED))('in %s are the weekdays that are no bank holiday', async (year, holidays) => {
    const free = [];
    for (const day of daysOf(year)) if (isWeekday(day) && !(await isWorkingDay(day))) free.push(day.slice(5));
    expect(free).toEqual(holidays);
  });

  it('are counted from the day after: ten over a fortnight, more over Easter and the turn of the year', async () => {
    expect(await workingDayAfter('2014-07-17', 10)).toBe('2014-07-31');
    expect(await workingDayAfter('2015-03-30', 10)).toBe('2015-04-15');
    expect(await workingDayAfter('2026-12-18', 10)).toBe('2027-01-06');
    expect(await workingDayAfter('2026-11-28', 1)).toBe('2026-11-30');
  });
});
