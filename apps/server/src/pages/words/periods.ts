export { periodInWords } from '#frameworks/contract.js';

/** A financial year as people read it: `2014-15` is "2014 to 2015". */
export function yearInWords(year: string): string {
  const start = Number(year.slice(0, 4));
  return `${String(start)} to ${String(start + 1)}`;
}

/** A period's place in its year: "Quarter 1", "Year", "Baseline". */
export function partOfYear(period: string): string {
  const part = period.slice(8);
  return part.startsWith('q') ? `Quarter ${part.slice(1)}` : part === 'year' ? 'Year' : 'Baseline';
}
