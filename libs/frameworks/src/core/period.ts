import { type BusinessDate } from '#kernel/business-date.js';
import { z } from 'zod';

/** What is assessed: a quarter, a year, or the baseline before a year, e.g. `2014-15-q1`, `2014-15-year`, `2016-17-baseline`. */
export type Period = string;

/** How often a rating of this kind is given. */
export const CADENCES = ['quarter', 'year', 'baseline'] as const;
export type Cadence = (typeof CADENCES)[number];

/** The parts of a financial year in the order they are compared: what comes before it, its quarters, then the year itself. */
const PARTS = ['baseline', 'q1', 'q2', 'q3', 'q4', 'year'] as const;
type Part = (typeof PARTS)[number];

const PATTERN = /^((?:19|20)\d{2})-(\d{2})-(baseline|q[1-4]|year)$/;

interface PeriodParts {
  /** The calendar year the financial year starts in: 2014 for 2014-15. */
  readonly startYear: number;
  readonly part: Part;
}

function partsOf(text: string): PeriodParts | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const startYear = Number(match[1]);
  return (startYear + 1) % 100 === Number(match[2]) ? { startYear, part: match[3] as Part } : undefined;
}

/** The parts of a period that has passed the schema; anything else is a fault of the caller. */
function read(period: Period): PeriodParts {
  const parts = partsOf(period);
  if (parts === undefined) throw new RangeError(`${period} is not a period`);
  return parts;
}

/** Whether the text names a period; the second year must follow the first: `2014-16-q1` does not. */
export const isPeriod = (text: string): boolean => partsOf(text) !== undefined;

/** The schema of a period. */
export const period = z.string().refine(isPeriod, 'is not a period such as 2014-15-q1, 2014-15-year or 2016-17-baseline');

/** The schema of a financial year, e.g. `2014-15`. */
export const financialYear = z.string().refine((text) => isPeriod(`${text}-year`), 'is not a financial year such as 2014-15');

const financialYearStarting = (startYear: number): string =>
  `${String(startYear)}-${String((startYear + 1) % 100).padStart(2, '0')}`;

const periodIn = ({ startYear, part }: PeriodParts): Period => `${financialYearStarting(startYear)}-${part}`;

/** Whether a quarter, a year or a baseline. */
export function cadenceOf(period: Period): Cadence {
  const { part } = read(period);
  return part === 'year' || part === 'baseline' ? part : 'quarter';
}

/** The financial year a period belongs to, e.g. `2014-15`. */
export const yearOf = (period: Period): string => financialYearStarting(read(period).startYear);

/** The order of periods: by year, and within it baseline, quarters, year. Negative, zero or positive as `sort` wants it. */
export function comparePeriods(left: Period, right: Period): number {
  const [a, b] = [read(left), read(right)];
  return a.startYear - b.startYear || PARTS.indexOf(a.part) - PARTS.indexOf(b.part);
}

/** The quarter a period counts at when a framework or an organisation is looked up: a year at its last, a baseline at its first. */
export function quarterCountedAt(period: Period): Period {
  const { startYear, part } = read(period);
  if (part === 'year') return periodIn({ startYear, part: 'q4' });
  return part === 'baseline' ? periodIn({ startYear, part: 'q1' }) : period;
}

/** First and last day within the financial year (April to March); the last quarter lies in the following calendar year. */
const DAYS: Readonly<Record<Part, { readonly from: string; readonly to: string; readonly months: string }>> = {
  baseline: { from: '04-01', to: '06-30', months: 'April to June' },
  q1: { from: '04-01', to: '06-30', months: 'April to June' },
  q2: { from: '07-01', to: '09-30', months: 'July to September' },
  q3: { from: '10-01', to: '12-31', months: 'October to December' },
  q4: { from: '01-01', to: '03-31', months: 'January to March' },
  year: { from: '04-01', to: '03-31', months: 'April to March' },
};

/** The first day of a period. A baseline's is the first day of its year. */
export function periodStart(period: Period): BusinessDate {
  const { startYear, part } = read(period);
  return `${String(part === 'q4' ? startYear + 1 : startYear)}-${DAYS[part].from}`;
}

/** The last day of a period. A baseline's is the last day of its year's first quarter. */
export function periodEnd(period: Period): BusinessDate {
  const { startYear, part } = read(period);
  return `${String(part === 'q4' || part === 'year' ? startYear + 1 : startYear)}-${DAYS[part].to}`;
}

/** The period in words: "Quarter 2, July to September 2015", "Year 2014 to 2015", "Baseline for 2016 to 2017". */
export function periodLabel(period: Period): string {
  const { startYear, part } = read(period);
  const years = `${String(startYear)} to ${String(startYear + 1)}`;
  if (part === 'year') return `Year ${years}`;
  if (part === 'baseline') return `Baseline for ${years}`;
  return `Quarter ${part.slice(1)}, ${DAYS[part].months} ${String(part === 'q4' ? startYear + 1 : startYear)}`;
}

/** The columns of a year's grid: the baseline, four quarters, then the year. Takes a financial year such as `2014-15`. */
export const periodsOfYear = (year: string): readonly Period[] =>
  PARTS.map((part) => periodIn({ startYear: read(`${year}-year`).startYear, part }));

/** The financial years from that of one period to that of a later one, both among them. */
export function yearsBetween(from: Period, to: Period): readonly string[] {
  const [first, last] = [read(from).startYear, read(to).startYear];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => financialYearStarting(first + index));
}

/** The period of the same cadence before this one: the quarter before a quarter, the year before a year. */
export function previousPeriod(period: Period): Period {
  const { startYear, part } = read(period);
  const previousQuarter = { q2: 'q1', q3: 'q2', q4: 'q3' } as const;
  if (part === 'q2' || part === 'q3' || part === 'q4') return periodIn({ startYear, part: previousQuarter[part] });
  return periodIn({ startYear: startYear - 1, part: part === 'q1' ? 'q4' : part });
}

/** A period in words; a text that is none as it is. */
export const periodInWords = (text: string): string => (isPeriod(text) ? periodLabel(text) : text);
