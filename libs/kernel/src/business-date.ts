import { z } from 'zod';

/** A day as people write it in minutes and letters, `YYYY-MM-DD`, without a time or a zone. */
export type BusinessDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Whether the text names a day that exists: 2015-02-29 does not. */
export function isRealDate(text: string): boolean {
  const match = PATTERN.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const days = DAYS[month - 1];
  if (days === undefined || year < 1900 || day < 1) return false;
  return day <= (month === 2 && isLeapYear(year) ? 29 : days);
}

/** The schema of a business date. Its order is the order of its text. */
export const businessDate = z.string().refine(isRealDate, 'is not a real date written YYYY-MM-DD').meta({ format: 'date' });

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** A business date as people write it: 2015-07-14 is "14 July 2015". It has no time, so none is shown. */
export function dayInWords(date: BusinessDate): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return `${String(Number(day))} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}
