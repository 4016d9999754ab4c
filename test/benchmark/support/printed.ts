import { rounded } from '../measure/statistics.js';
import type { Result } from './results.js';

/** A result for people to read: one line a number; the samples behind them are in the JSON only. */
export function printed(key: string, result: Result): string {
  const lines = Object.entries(result).flatMap(([name, value]) =>
    name === 'samples' ? [] : [`  ${name.padEnd(26)}${shown(value)}`],
  );
  return `\n${key}\n${lines.join('\n')}\n`;
}

function shown(value: unknown): string {
  if (typeof value === 'number') return rounded(value).toLocaleString('en-GB', { maximumSignificantDigits: 6 });
  return typeof value === 'string' ? value : JSON.stringify(value);
}
