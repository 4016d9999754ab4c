import type { Report } from './finding.js';
import type { Pack } from '../pack.js';
import { cadenceOf, comparePeriods } from '../period.js';

/** A window begins and ends with quarters and is not empty. */
export function validateWindow({ window }: Pack, report: Report): void {
  for (const end of ['from', 'until'] as const)
    if (cadenceOf(window[end]) !== 'quarter')
      report(
        'window-quarters',
        `window/${end}`,
        `${window[end]} is not a quarter: a window is given in quarters, and a year counts at its last`,
      );
  if (comparePeriods(window.from, window.until) >= 0)
    report(
      'window-ordered',
      'window',
      `${window.from} must come before ${window.until}, which is the first quarter no longer part of it`,
    );
}
