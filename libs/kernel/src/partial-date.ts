import { z } from 'zod';
import { type BusinessDate, isRealDate } from './business-date.js';

/**
 * A date as exactly as a source gives it: a year (`2016`), a month (`2018-07`) or a day (`2017-08-22`). It is never filled up.
 * Its order is the order of its text: by the first day it may mean, and of two with the same first day the vaguer one first.
 */
export type PartialDate = string;

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
) as readonly string[];
const isMonth = (text: string): boolean => /^\d{4}-\d{2}$/.test(text) && isRealDate(`${text}-01`);
const isYear = (text: string): boolean => /^\d{4}$/.test(text) && isRealDate(`${text}-01-01`);

/** Whether the text names a year, a month or a day that exists. */
export const isPartialDate = (text: string): boolean => isYear(text) || isMonth(text) || isRealDate(text);

/** The schema of a partial date. */
export const partialDate = z
  .string()
  .refine(isPartialDate, 'is not a year, a month or a day, written as in 2016, 2018-07 or 2017-08-22');

/** The first day it may mean. */
export const earliestDay = (date: PartialDate): BusinessDate => date + '-01-01'.slice(date.length - 4);

/** The last day it may mean. */
export function latestDay(date: PartialDate): BusinessDate {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length > 7) return date;
  return ['31', '30', '29', '28'].map((day) => `${date}-${day}`).find(isRealDate) ?? date;
}

/** The order of partial dates, as `sort` wants it; a date nobody gives comes first. */
export function comparePartialDates(left: PartialDate | null, right: PartialDate | null): number {
  const [one, other] = [left ?? '', right ?? ''];
  return one < other ? -1 : Number(one > other);
}

/** Whether every day the first may mean lies before every day the second may. */
export const surelyBefore = (left: PartialDate, right: PartialDate): boolean => latestDay(left) < earliestDay(right);

/** How sure it is that a stretch covers a day, where its ends are vague. A beginning or an end nobody gives leaves it possible. */
export type Coverage = 'yes' | 'possibly' | 'no';

/** Whether a stretch of days covers a day; it ends with `until`, and goes on where `until` is null and `isOpen`. */
export function covers(
  { from, until, isOpen }: { readonly from: PartialDate | null; readonly until: PartialDate | null; readonly isOpen: boolean },
  day: BusinessDate,
): Coverage {
  if ((from !== null && earliestDay(from) > day) || (until !== null && latestDay(until) < day)) return 'no';
  const hasBegun = from !== null && latestDay(from) <= day;
  const goesOn = until === null ? isOpen : earliestDay(until) > day;
  return hasBegun && goesOn ? 'yes' : 'possibly';
}

/** The date as people write it, no more exactly than it is known: "2016", "July 2018", "22 August 2017". */
export function partialDateInWords(date: PartialDate): string {
  const [year = '', month, day] = date.split('-');
  const parts = [day === undefined ? undefined : String(Number(day)), month && MONTHS[Number(month) - 1], year];
  return parts.filter((part) => part !== undefined).join(' ');
}
