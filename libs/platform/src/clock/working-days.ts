import type { BusinessDate } from '#kernel/business-date.js';

type Holidays = { getHolidays(year: number): readonly { readonly date: string; readonly type: string }[] };

let england: Promise<Holidays> | undefined;
const ofYears = new Map<number, ReadonlySet<BusinessDate>>();

/** The library knows every country there is: it is loaded when a working day is first asked for, not when the service starts. */
const holidaysOfEngland = (): Promise<Holidays> =>
  (england ??= import('date-holidays').then(({ default: DateHolidays }) => new DateHolidays('GB', 'ENG')));

async function bankHolidaysOf(year: number): Promise<ReadonlySet<BusinessDate>> {
  const known = ofYears.get(year);
  if (known !== undefined) return known;
  const holidays = (await holidaysOfEngland()).getHolidays(year).filter(({ type }) => type === 'public');
  const days = new Set(holidays.map(({ date }) => date.slice(0, 10)));
  ofYears.set(year, days);
  return days;
}

const DAY_MS = 86_400_000;

/** Whether a day is one on which offices in England work: no Saturday, no Sunday and no bank holiday. */
export async function isWorkingDay(day: BusinessDate): Promise<boolean> {
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !(await bankHolidaysOf(Number(day.slice(0, 4)))).has(day);
}

/**
 * The day on which so many working days have passed since a day, which is not counted itself: ten working days after Thursday
 * 17 July 2014 end on Thursday 31 July.
 */
export async function workingDayAfter(day: BusinessDate, count: number): Promise<BusinessDate> {
  let at = day;
  for (let passed = 0; passed < count;) {
    at = new Date(Date.parse(at) + DAY_MS).toISOString().slice(0, 10);
    if (await isWorkingDay(at)) passed += 1;
  }
  return at;
}
